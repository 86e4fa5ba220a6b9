// The roles: who wears which hat and since when; one that nobody wears is a button.
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { NotDone } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import type { IncidentView } from '../view.ts'
import { useRecord, useWhyNot, useWhyNotMe, type Protocol, type Role } from './protocol.ts'
import classes from './protocol.module.css'
import { TakeRole } from './take-role.tsx'

export function Roles({ incident, protocol }: { incident: IncidentView; protocol: Protocol }) {
  // Beside those that are held: whoever decides, and whoever owes something.
  const isShown = ({ id, who }: Role, place: number) => who !== null || place === 0 || protocol.owed.some(({ owner }) => owner.role === id)
  const shown = protocol.roles.filter(isShown)
  const folded = protocol.roles.filter((role) => !shown.includes(role))
  return (
    <>
      <ul className={classes['list']} aria-label="Roles">
        {shown.map((role) => (
          <RoleRow key={role.id} incident={incident} role={role} />
        ))}
      </ul>
      {folded.length > 0 && (
        <details className={classes['folded']}>
          <summary>{folded.length === 1 ? '1 more role, vacant' : `${folded.length} more roles, vacant`}</summary>
          <ul className={classes['list']} aria-label="More roles">
            {folded.map((role) => (
              <RoleRow key={role.id} incident={incident} role={role} />
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function RoleRow({ incident, role }: { incident: IncidentView; role: Role }) {
  const { name, who, since, isMine } = role
  const record = useRecord(incident)
  const whyNotMe = useWhyNotMe()
  return (
    <li>
      <div className={classes['role']}>
        <details className={classes['hat']}>
          <summary>
            <span className="muted">{name}:</span>{' '}
            {who !== null && (
              <>
                <span className="strong">
                  {who.name}
                  {isMine && ' (you)'}
                </span>{' '}
                {since !== null && (
                  <span className="muted small">
                    since <Time at={since} />
                  </span>
                )}
              </>
            )}
          </summary>
          <Duties incident={incident} role={role} />
        </details>
        {who === null && (
          <Button
            size="compact-sm"
            aria-label={`${name} is vacant: I take it`}
            disabledReason={whyNotMe}
            loading={record.isPending}
            onClick={() => record.mutate({ type: 'role.taken', role: role.id })}
          >
            Vacant: I take it
          </Button>
        )}
      </div>
      <NotDone error={record.error} />
    </li>
  )
}

function Duties({ incident, role }: { incident: IncidentView; role: Role }) {
  const [changing, setChanging] = useState(false)
  const release = useRecord(incident)
  const whyNot = useWhyNot()
  return (
    <>
      <p>{role.does}</p>
      {role.owes.length > 0 && <p className="muted small">Owes: {role.owes.join('; ')}.</p>}
      {role.never.length > 0 && <p className="muted small">Never: {role.never.join('; ')}.</p>}
      <div className={classes['row']}>
        <Button size="compact-sm" aria-expanded={changing} disabledReason={whyNot} onClick={() => setChanging(!changing)}>
          {role.who === null ? 'Give it to somebody…' : 'Hand it over…'}
        </Button>
        {role.who !== null && (
          <Button
            size="compact-sm"
            disabledReason={whyNot}
            loading={release.isPending}
            onClick={() => release.mutate({ type: 'role.released', role: role.id })}
          >
            {role.isMine ? 'I give it back' : 'They gave it back'}
          </Button>
        )}
      </div>
      {changing && <TakeRole incident={incident} role={role.id} onDone={() => setChanging(false)} />}
      <NotDone error={release.error} />
    </>
  )
}
