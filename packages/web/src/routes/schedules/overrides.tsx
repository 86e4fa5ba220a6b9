// The covers of a schedule as a list: who stands in, for whom, from when to when; those that have ended are folded away.
import { withoutOverride } from '../../parts/override-form.tsx'
import type { OverrideDocument, ScheduleDocument } from '../../parts/config.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { Part } from '../../ui/screen.tsx'
import { clockTime } from '../../ui/times.ts'
import classes from './schedules.module.css'

type Props = {
  schedule: ScheduleDocument
  fixed: string | null
  nameOf: (slug: string) => string
  set: (schedule: ScheduleDocument) => void
  /** A cover by its slug, or a new one by its stretch: from-to. */
  edit: (which: string) => void
}

const HOUR_MS = 3_600_000

export function Overrides({ schedule, fixed, nameOf, set, edit }: Props) {
  const now = useNow()
  const ordered = schedule.overrides.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
  const coming = ordered.filter(({ endsAt }) => Date.parse(endsAt) > now)
  const past = ordered.filter(({ endsAt }) => Date.parse(endsAt) <= now)
  const soon = Math.ceil(now / HOUR_MS) * HOUR_MS
  const rows = (overrides: readonly OverrideDocument[]) => (
    <ul className={classes['covers']}>
      {overrides.map((one) => (
        <Row key={one.slug} one={one} zone={schedule.timeZone} nameOf={nameOf}>
          <Button variant="subtle" onClick={() => edit(one.slug)} disabledReason={fixed} aria-label={`Change: ${wordsOf(one, nameOf)}`}>
            Change
          </Button>
          <Button
            variant="subtle"
            onClick={() => set(withoutOverride(schedule, one.slug))}
            disabledReason={fixed}
            aria-label={`Remove: ${wordsOf(one, nameOf)}`}
          >
            Remove
          </Button>
        </Row>
      ))}
    </ul>
  )
  return (
    <Part
      title="Covers"
      actions={
        <Button onClick={() => edit(`${soon}-${soon + 8 * HOUR_MS}`)} disabledReason={fixed}>
          Somebody else takes it
        </Button>
      }
    >
      {coming.length === 0 ? <p className="muted">Nobody stands in for anybody from now on.</p> : rows(coming)}
      {past.length > 0 && (
        <details className={classes['words']}>
          <summary>{past.length === 1 ? '1 that has ended' : `${past.length} that have ended`}</summary>
          {rows(past)}
        </details>
      )}
    </Part>
  )
}

function wordsOf({ person, replaces }: OverrideDocument, nameOf: (slug: string) => string): string {
  const whom = replaces === null ? 'whoever is on call' : nameOf(replaces)
  return person === null ? `Nobody in place of ${whom}, on purpose` : `${nameOf(person)} in place of ${whom}`
}

type RowProps = { one: OverrideDocument; zone: string; nameOf: (slug: string) => string; children: React.ReactNode }

function Row({ one, zone, nameOf, children }: RowProps) {
  const now = useNow()
  const clock = (iso: string) => clockTime(Date.parse(iso), { now, timeZone: zone })
  return (
    <li className={classes['cover']}>
      <div>
        <p>{wordsOf(one, nameOf)}</p>
        <p className="muted small">
          {clock(one.startsAt)} to {clock(one.endsAt)}
        </p>
      </div>
      <div className={classes['buttons']}>{children}</div>
    </li>
  )
}
