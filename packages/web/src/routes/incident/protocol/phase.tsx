// The phase as a clock: where it stands, how far through it is, what comes next and when.
import { useClock } from '../../../ui/clock.ts'
import { Time } from '../../../ui/time.tsx'
import type { IncidentView } from '../view.ts'
import type { Protocol } from './protocol.ts'
import classes from './protocol.module.css'

export function Phase({ incident, phase }: { incident: IncidentView; phase: Protocol['phase'] }) {
  const { name, since } = phase
  const isOver = incident.resolvedAt !== null
  // What was aimed at, and would have come next, does not count any more.
  const next = isOver ? null : phase.next
  const goals = isOver ? [] : phase.goals
  const from = Date.parse(since)
  const percent = useClock((now) => {
    const until = incident.resolvedAt === null ? now : Date.parse(incident.resolvedAt)
    const share = next === null ? 1 : (until - from) / Math.max(1, Date.parse(next.at) - from)
    return Math.round(Math.min(1, Math.max(0, share)) * 100)
  })
  return (
    <div>
      <ol className={classes['phases']} aria-label="Phases">
        <li aria-current="step">
          <span className={classes['bar']} aria-hidden="true">
            <span style={{ width: `${percent}%` }} />
          </span>
          <span className="strong">{name}</span>{' '}
          <span className="muted small">
            {isOver ? 'was the phase when it ended' : 'since '}
            {!isOver && <Time at={since} />}
          </span>
        </li>
        {next !== null && (
          <li>
            <span className={classes['bar']} aria-hidden="true" />
            <span className="muted">{next.name}</span>{' '}
            <span className="muted small">
              from <Time at={next.at} />
            </span>
          </li>
        )}
      </ol>
      {goals.length > 0 && <p className="muted small">Aims: {goals.join(', ')}.</p>}
    </div>
  )
}
