// The rota as bars: each layer's lane, and under a heavier line who is really on call; gaps and changes of clocks in words.
import { useSearch, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ScheduleDocument } from '../../parts/config.ts'
import { useLayerRotas, useRota, type Rota, type Shift, type Stretch } from '../../parts/rota.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { Failed, Loading } from '../../ui/states.tsx'
import { Timeline, type Bar, type Lane } from '../../ui/timeline.tsx'
import { addDays, isZone, localDate, mondayOf, startOfDay } from '../../ui/zoned.ts'
import { titleOf } from './changes.ts'
import classes from './schedules.module.css'
import { InWords } from './in-words.tsx'

const WEEKS = [2, 4, 8] as const

type Props = {
  stored: ScheduleDocument
  /** As drafted, a moment after the last key. */
  schedule: ScheduleDocument
  draw: ((from: number, to: number) => void) | undefined
  openOverride: (slug: string) => void
  nameOf: (slug: string) => string
}

export function Picture({ stored, schedule, draw, openOverride, nameOf }: Props) {
  const zone = isZone(schedule.timeZone) ? schedule.timeZone : stored.timeZone
  const view = useView(zone)
  const result = useRota(schedule, view)
  const layers = useLayerRotas(schedule, view)
  if (result.data === undefined)
    return result.error === null ? <Loading rows={3} /> : <Failed error={result.error} retry={result.refetch} />
  const lanes: Lane[] = [
    ...schedule.layers.map((layer, index): Lane => ({
      key: layer.slug,
      name: (
        <>
          {titleOf(layer)}
          {index > 0 && <span className={classes['over']}>wins over the ones above</span>}
        </>
      ),
      label: titleOf(layer),
      bars: barsOf(layers[index]?.data, 'quiet'),
    })),
    ...overrideLane(schedule, openOverride, nameOf),
    {
      key: ' result',
      name: <span className="strong">On call</span>,
      label: 'On call',
      bars: [...barsOf(result.data, 'main'), ...gapBars(result.data)],
      ...(draw !== undefined && { draw }),
    },
  ]
  return (
    <section aria-label="The rota">
      <Turning view={view} />
      <Timeline from={view.from} to={view.to} timeZone={zone} lanes={lanes} label={`Rota of ${schedule.name}, times in ${zone}`} />
      <p className="muted small">
        Times in {zone}. {draw !== undefined && 'Draw along the lowest lane to let somebody else take a stretch of it.'}
      </p>
      {result.error !== null && (
        <p className={classes['stale']} role="status">
          The picture shows the last version that made sense: some fields are not right yet.
        </p>
      )}
      <Difference stored={stored} schedule={schedule} />
      <InWords rota={result.data} timeZone={zone} />
    </section>
  )
}

type View = Stretch & { date: string; weeks: number; move: (date: string | undefined, weeks?: number) => void }

/** Which weeks are shown stands in the address; without it, from this Monday on. */
function useView(timeZone: string): View {
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const now = useNow()
  const today = localDate(now, timeZone)
  const asked = search['from']
  const date = asked !== undefined && /^\d{4}-\d\d-\d\d$/.test(asked) ? asked : mondayOf(today)
  const weeks = WEEKS.find((one) => String(one) === search['weeks']) ?? 4
  return useMemo(
    () => ({
      date,
      weeks,
      from: startOfDay(date, timeZone),
      to: startOfDay(addDays(date, 7 * weeks), timeZone),
      move: (to: string | undefined, count = weeks) =>
        void navigate({
          to: '.',
          search: { ...(to !== undefined && { from: to }), ...(count !== 4 && { weeks: String(count) }) },
          replace: true,
        }),
    }),
    [date, weeks, timeZone, navigate],
  )
}

function Turning({ view }: { view: View }) {
  const shown = `${view.date} to ${addDays(view.date, 7 * view.weeks - 1)}`
  return (
    <div className={classes['turning']} role="group" aria-label={`Weeks shown: ${shown}`}>
      <Button onClick={() => view.move(addDays(view.date, -7 * view.weeks))}>Earlier</Button>
      <Button onClick={() => view.move(undefined)}>This week</Button>
      <Button onClick={() => view.move(addDays(view.date, 7 * view.weeks))}>Later</Button>
      <span className={classes['weeks']}>
        {WEEKS.map((weeks) => (
          <Button key={weeks} aria-pressed={weeks === view.weeks} onClick={() => view.move(view.date, weeks)}>
            {weeks} weeks
          </Button>
        ))}
      </span>
    </div>
  )
}

function barsOf(rota: Rota | undefined, kind: Bar['kind']): Bar[] {
  return (rota?.shifts ?? []).map((shift: Shift) => ({
    key: `${shift.from}`,
    from: shift.from,
    to: shift.to,
    text: shift.name,
    goesOn: shift.goesOn,
    kind: shift.override && kind === 'main' ? 'stand-in' : kind,
  }))
}

function gapBars(rota: Rota): Bar[] {
  return rota.gaps.map(({ from, to }) => ({ key: `gap ${from}`, from, to, text: 'Nobody', kind: 'empty' }))
}

function overrideLane(schedule: ScheduleDocument, open: (slug: string) => void, nameOf: (slug: string) => string): Lane[] {
  if (schedule.overrides.length === 0) return []
  return [
    {
      key: ' overrides',
      name: 'Covers',
      label: 'Covers',
      bars: schedule.overrides.map((one) => ({
        key: one.slug,
        from: Date.parse(one.startsAt),
        to: Date.parse(one.endsAt),
        text: one.person === null ? 'Nobody, on purpose' : nameOf(one.person),
        kind: one.person === null ? ('empty' as const) : ('stand-in' as const),
        press: { says: 'change', act: () => open(one.slug) },
      })),
    },
  ]
}

/** The one change that cannot wait for the next handoff: somebody else is on call this minute. */
function Difference({ stored, schedule }: { stored: ScheduleDocument; schedule: ScheduleDocument }) {
  const now = useNow()
  const minute = Math.floor(now / 60_000) * 60_000
  const stretch = { from: minute, to: minute + 60_000 }
  const before = useRota(stored, stretch)
  const after = useRota(schedule, stretch)
  const [old, fresh] = [before.data?.shifts.at(-1), after.data?.shifts.at(-1)]
  if (before.data === undefined || after.data === undefined || old?.person === fresh?.person) return null
  return (
    <p className={classes['difference']} role="status">
      When you save, {fresh === undefined ? 'nobody is on call' : `${fresh.name} is on call`} from that moment
      {old === undefined ? '' : ` instead of ${old.name}`}.
    </p>
  )
}
