// The last signals of a key, each with its fate: decided and how, waiting, or set aside and why.
import { Link } from '@tanstack/react-router'
import { useOrg } from '../../api/use-api.ts'
import { RawBody } from '../../parts/raw-body.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './integrations.module.css'
import type { IntegrationView } from './kinds.ts'

type Signal = IntegrationView['signals'][number]

const FATES = { waiting: '◌ On its way', decided: '✓ Decided', quarantined: '◆ Set aside' } as const

export function Signals({ signals, sent }: { signals: readonly Signal[]; sent: string | null }) {
  const test = signals.find(({ id }) => id === sent)
  return (
    <>
      <p role="status" className="small">
        {sent !== null && (test === undefined || test.fate === 'waiting' ? 'The test is on its way…' : `The test arrived. ${test.says}`)}
      </p>
      {signals.length === 0 && <p className="muted">It has sent nothing yet. Send a test signal, or set the monitor up as below.</p>}
      <ol className={classes['signals']} aria-label="Last signals, youngest first">
        {signals.map((signal) => (
          <li key={signal.id} data-sent={signal.id === sent || undefined}>
            <OneSignal signal={signal} />
          </li>
        ))}
      </ol>
    </>
  )
}

function OneSignal({ signal }: { signal: Signal }) {
  const org = useOrg()
  const { alert, incident } = signal
  return (
    <>
      <div className={classes['signal']}>
        <span className={classes['fate']} data-fate={signal.fate}>
          {FATES[signal.fate]}
        </span>
        <span>
          {signal.says}
          {signal.why !== null && <span className="foreign"> {signal.why}</span>}
          {alert !== null && (
            <>
              {' '}
              <Link to="/o/$org/alerts/$alert" params={{ org, alert: alert.id }}>
                Alert
              </Link>
              {alert.count > 1 && <span className="muted"> (sent {alert.count} times)</span>}
            </>
          )}
          {incident !== null && (
            <>
              {' · '}
              <Link to="/o/$org/incidents/$number" params={{ org, number: String(incident) }}>
                #{incident}
              </Link>
            </>
          )}
        </span>
        <span className="muted small">
          <Time at={signal.receivedAt} seconds />
        </span>
      </div>
      <details>
        <summary>As it was sent</summary>
        <RawBody body={signal.body} />
      </details>
    </>
  )
}
