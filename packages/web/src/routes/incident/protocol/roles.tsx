// The roles: who wears which hat and since when; one that nobody wears is a button.
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { NotDone } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import type { IncidentView } from '../view.ts'
import { ClockLeft } from './clock-left.tsx'
import { seenWith, useRecord, useWhyNot, useWhyNotMe, type Protocol, type Role } from './protocol.ts'
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
            <span className="muted">
              {name}
              {who !== null && ':'}
            </span>{' '}
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
            onClick={() => record.mutate({ type: 'role.taken', role: role.id, ...seenWith(role.who) })}
          >
            Vacant: I take it
          </Button>
        )}
      </div>
      {who === null && <CallFor incident={incident} role={role} />}
      <NotDone error={record.error} />
    </li>
  )
}

/** Whoever is on call for it is a press away; while they are being called, it says whom and until when. */
function CallFor({ incident, role: { id, onCall, call } }: { incident: IncidentView; role: Role }) {
  const ask = useRecord(incident)
  const whyNot = useWhyNot()
  if (call?.state === 'calling')
    return (
      <p className={classes['calling']} role="status">
        Calling {call.people.join(', ') || 'the next'}
        {call.nextAt !== null && (
          <>
            : <ClockLeft at={call.nextAt} />
          </>
        )}
      </p>
    )
  if (onCall.length === 0) return null
  return (
    <>
      {call?.state === 'unanswered' && <p className={classes['unanswered']}>Nobody answered the call for it.</p>}
      <Button
        size="compact-sm"
        disabledReason={whyNot}
        loading={ask.isPending}
        onClick={() => ask.mutate({ type: 'ask.sent', role: id, text: incident.title, minutes: 5 })}
      >
        Call {onCall[0]?.name}
      </Button>
      <NotDone error={ask.error} />
    </>
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
            onClick={() => release.mutate({ type: 'role.released', role: role.id, ...seenWith(role.who) })}
          >
            {role.isMine ? 'I give it back' : 'They gave it back'}
          </Button>
        )}
      </div>
      {changing && <TakeRole incident={incident} role={role.id} who={role.who} onDone={() => setChanging(false)} />}
      <NotDone error={release.error} />
    </>
  )
}
