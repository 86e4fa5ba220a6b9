// Where the account is signed in, and an end to it.
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { revokeOtherSessions, revokeSession, sessions, type Session } from '../../api/auth.ts'
import { browserName } from '../../push/subscription.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone, Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './my-page.module.css'

const sessionsQuery = queryOptions({ queryKey: ['', 'account', 'sessions'], queryFn: sessions })

export function Sessions() {
  const list = useQuery(sessionsQuery)
  const revokeOthers = useMutation({ networkMode: 'always', mutationFn: revokeOtherSessions, onSuccess: () => list.refetch() })
  return (
    <Shown query={list} rows={2}>
      {(known) => (
        <div className={classes['stack']}>
          <ul className={classes['list']} style={{ width: '100%' }}>
            {known
              .toSorted((a, b) => Number(b.current) - Number(a.current) || Date.parse(b.usedAt) - Date.parse(a.usedAt))
              .map((one) => (
                <SessionRow key={one.id} session={one} changed={list.refetch} />
              ))}
          </ul>
          <NotDone error={revokeOthers.error} />
          <Button
            onClick={() => revokeOthers.mutate()}
            loading={revokeOthers.isPending}
            disabledReason={known.length > 1 ? null : 'You are signed in nowhere else.'}
          >
            Sign out everywhere else
          </Button>
        </div>
      )}
    </Shown>
  )
}

function SessionRow({ session, changed }: { session: Session; changed: () => Promise<unknown> }) {
  const revoke = useMutation({ networkMode: 'always', mutationFn: () => revokeSession(session.token), onSuccess: changed })
  const name = browserName(session.userAgent)
  return (
    <li className={classes['row']}>
      <div>
        <p>
          <span className="strong">{name}</span> {session.current && <span className={classes['kept']}>✓ this one</span>}
        </p>
        <p className="muted small">
          from {session.address || 'an unknown address'} · signed in <Time at={session.createdAt} />
        </p>
        <NotDone error={revoke.error} />
      </div>
      {!session.current && (
        <Button onClick={() => revoke.mutate()} loading={revoke.isPending} aria-label={`Sign out ${name}`}>
          Sign out
        </Button>
      )}
    </li>
  )
}
