// Who is in command of what: the phase, the roles, what is owed, what is held back, what is advised.
import { Link } from '@tanstack/react-router'
import { useOrg } from '../../../api/use-api.ts'
import { Button } from '../../../ui/button.tsx'
import { Part } from '../../../ui/screen.tsx'
import { Shown } from '../../../ui/states.tsx'
import { useFocus } from '../calm/use-focus.ts'
import type { IncidentView } from '../view.ts'
import { Guidance } from './guidance.tsx'
import { Owed } from './owed.tsx'
import { Phase } from './phase.tsx'
import { usePlace } from './place.ts'
import { useProtocol, type Protocol } from './protocol.ts'
import classes from './protocol.module.css'
import { Roles } from './roles.tsx'

export function Command({ incident }: { incident: IncidentView }) {
  const query = useProtocol(incident)
  const { go } = usePlace()
  const { turn } = useFocus()
  return (
    <>
      <Part title="Command">
        <Shown query={query} rows={4}>
          {(protocol) => (
            <>
              <Phase incident={incident} phase={protocol.phase} />
              <Memory memory={protocol.mine.memory} />
              <Roles incident={incident} protocol={protocol} />
              <Column incident={incident} protocol={protocol} />
              <div className={classes['row']}>
                <Button onClick={() => go({ panel: 'may' })}>May I do that?…</Button>
                <Button onClick={() => go({ panel: 'specialist' })}>Ask a specialist…</Button>
                <Button onClick={turn} aria-keyshortcuts="f">
                  One step at a time
                </Button>
              </div>
              <Briefs number={incident.number} />
            </>
          )}
        </Shown>
      </Part>
      <Part title="Owed">
        <Shown query={query} rows={3}>
          {(protocol) => <Owed incident={incident} protocol={protocol} />}
        </Shown>
      </Part>
      {query.data !== undefined && <Guidance incident={incident} protocol={query.data} />}
    </>
  )
}

/** For whoever takes over, and for whoever only has to know. */
function Briefs({ number }: { number: number }) {
  const org = useOrg()
  const to = { to: '/o/$org/incidents/$number/brief', params: { org, number: String(number) } } as const
  return (
    <p className={classes['briefs']}>
      <Link {...to}>Handover</Link>
      <Link {...to} search={{ for: 'stakeholders' }}>
        Brief for stakeholders
      </Link>
      <Link {...to} search={{ for: 'review' }}>
        For the review
      </Link>
    </p>
  )
}

function Memory({ memory }: { memory: readonly string[] }) {
  if (memory.length === 0) return null
  return (
    <ul className={classes['memory']} aria-label="To keep in mind">
      {memory.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  )
}

function Column({ incident, protocol: { column, label, severities } }: { incident: IncidentView; protocol: Protocol }) {
  const means = severities.find(({ severity }) => severity === incident.severity)?.means
  return (
    <div className={classes['column']}>
      <p>
        <span className="strong">{label}.</span> {means}
      </p>
      {column !== null && (
        <>
          <p>
            <span className="strong">{column.name}.</span> {column.says}
          </p>
          <p className="muted small">{column.isChosen ? 'Chosen by a person.' : 'Opened by what is known of the service.'}</p>
          <p className="muted small">First: {column.firstScreen}</p>
        </>
      )}
    </div>
  )
}
