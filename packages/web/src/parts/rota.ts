// Who holds which stretch of a schedule, saved or only drafted: asked of the same rules that pages ask.
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { reading, useOrg } from '../api/use-api.ts'
import type { LayerDocument, ScheduleDocument } from './config.ts'

export type Shift = { person: string; name: string; from: number; to: number; override: boolean; goesOn: boolean }
export type Stretch = { from: number; to: number }
export type Rota = { shifts: readonly Shift[]; gaps: readonly Stretch[] }

const DAY_MS = 86_400_000
/** A shift that is cut by the edge of the picture still says when it really begins and ends. */
const BEFORE_MS = 7 * DAY_MS
const AFTER_MS = 28 * DAY_MS

export function rotaReading(org: string, schedule: string | ScheduleDocument, { from, to }: Stretch) {
  return reading(org, ['config', 'rota', schedule, from, to], async (api): Promise<Rota> => {
    const answer = await api.schedules.preview({
      ...(typeof schedule === 'string' ? { slug: schedule } : { schedule }),
      from: new Date(from - BEFORE_MS).toISOString(),
      to: new Date(to + AFTER_MS).toISOString(),
    })
    return {
      shifts: answer.shifts
        .map((one) => ({
          person: one.person.slug,
          name: one.person.name,
          from: Date.parse(one.from),
          to: Date.parse(one.to),
          override: one.layer === null,
          goesOn: one.to === answer.upTo,
        }))
        .filter((one) => one.to > from && one.from < to),
      gaps: answer.gaps
        .map((one) => ({ from: Date.parse(one.from), to: Date.parse(one.to) }))
        .filter((one) => one.to > from && one.from < to),
    }
  })
}

export function useRota(schedule: string | ScheduleDocument, stretch: Stretch) {
  return useQuery({ ...rotaReading(useOrg(), schedule, stretch), placeholderData: keepPreviousData })
}

/** What each layer would say if it were alone: the lanes under the result. */
export function useLayerRotas(schedule: ScheduleDocument, stretch: Stretch) {
  const org = useOrg()
  const alone = (layer: LayerDocument): ScheduleDocument => ({ ...schedule, name: 'One layer', layers: [layer], overrides: [] })
  return useQueries({
    queries: schedule.layers.map((layer) => ({ ...rotaReading(org, alone(layer), stretch), placeholderData: keepPreviousData })),
  })
}
