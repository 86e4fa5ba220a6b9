// When people have the watch: what each is on call for now, and the shifts to come.
import { nextHandoff, onCallAt, shifts } from '@muster/core/schedule/on-call.ts'
import type { Schedule } from '@muster/core/schedule/schedule.ts'
import { DAY, type Instant, type ScheduleId, type UserId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import { iso, isoOrNull } from '../read/views.ts'

const SHIFTS_WITHIN = 60 * DAY
const MOST_SHIFTS = 20

export type Named = { slug: string; name: string }
export type Rota = { named: Named; schedule: Schedule }

export type Watch = {
  onCall: { schedule: Named; until: string | null }[]
  shifts: { schedule: Named; from: string; to: string | null }[]
}

export async function rotasOf(tx: Tx, config: OrgConfig): Promise<Rota[]> {
  const { rows } = await tx.query<{ id: ScheduleId; slug: string; name: string }>(
    'select id, slug, name from schedules where org_id = $1 order by slug',
    [config.orgId],
  )
  return rows.flatMap(({ id, slug, name }) => {
    const schedule = config.directory.schedules.get(id)
    return schedule === undefined ? [] : [{ named: { slug, name }, schedule }]
  })
}

/** Each schedule is walked through once, and only when it names one of them. */
export function watchesOf(people: readonly UserId[], rotas: readonly Rota[], now: Instant): Map<UserId, Watch> {
  const found = new Map<UserId, Watch>(people.map((userId) => [userId, { onCall: [], shifts: [] }]))
  const ahead: { userId: UserId; schedule: Named; startsAt: Instant; endsAt: Instant | null }[] = []
  const horizon = now + SHIFTS_WITHIN
  for (const { named, schedule } of rotas) {
    if (!names(schedule, found)) continue
    for (const userId of onCallAt(schedule, now).users)
      found.get(userId)?.onCall.push({ schedule: named, until: isoOrNull(nextHandoff(schedule, now)) })
    for (const { userId, startsAt, endsAt } of shifts(schedule, now, horizon)) {
      if (userId === null || startsAt <= now || !found.has(userId)) continue
      // The last one is cut where the looking ahead ends, which is not where it ends.
      ahead.push({ userId, schedule: named, startsAt, endsAt: endsAt < horizon ? endsAt : nextHandoff(schedule, startsAt) })
    }
  }
  for (const { userId, schedule, startsAt, endsAt } of ahead.toSorted((a, b) => a.startsAt - b.startsAt)) {
    const list = found.get(userId)?.shifts ?? []
    if (list.length < MOST_SHIFTS) list.push({ schedule, from: iso(startsAt), to: isoOrNull(endsAt) })
  }
  return found
}

function names({ layers, overrides }: Schedule, people: ReadonlyMap<UserId, unknown>): boolean {
  return (
    layers.some((layer) => layer.participants.some((userId) => people.has(userId))) ||
    overrides.some(({ userId }) => userId !== null && people.has(userId))
  )
}
