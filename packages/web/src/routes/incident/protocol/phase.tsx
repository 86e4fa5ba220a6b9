// The phase as a clock: where it stands, how far through it is, what comes next and when.
import { useNow } from '../../../ui/clock.ts'
import { Time } from '../../../ui/time.tsx'
import type { IncidentView } from '../view.ts'
import type { Protocol } from './protocol.ts'
import classes from './protocol.module.css'

export function Phase({ incident, phase }: { incident: IncidentView; phase: Protocol['phase'] }) {
  const now = useNow()
  const { name, since, goals, next } = phase
  const from = Date.parse(since)
  const until = incident.resolvedAt === null ? now : Date.parse(incident.resolvedAt)
  const share = next === null ? 1 : Math.min(1, Math.max(0, (until - from) / Math.max(1, Date.parse(next.at) - from)))
  return (
    <div>
      <ol className={classes['phases']} aria-label="Phases">
        <li aria-current="step">
          <span className={classes['bar']} aria-hidden="true">
            <span style={{ width: `${Math.round(share * 100)}%` }} />
          </span>
          <span className="strong">{name}</span>{' '}
          <span className="muted small">
            since <Time at={since} />
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
