// Joining with the account somebody is signed in with already.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { signOut } from '../../api/auth.ts'
import { apiOf } from '../../api/client.ts'
import { failureOf } from '../../api/failure.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from '../sign-in/door.module.css'
import { useJoined } from './joined.ts'

export function JoinSignedIn({ token, account }: { token: string; account: { name: string; email: string } }) {
  const queries = useQueryClient()
  const joined = useJoined()
  const joining = useMutation({ networkMode: 'always', mutationFn: () => apiOf('').account.accept({ token }), onSuccess: joined })
  const leaving = useMutation({
    networkMode: 'always',
    mutationFn: signOut,
    onSuccess: () => queries.resetQueries({ queryKey: ['', 'account', 'me'] }),
  })
  const isMember = joining.error !== null && failureOf(joining.error).reason === 'already-member'
  return (
    <section className={classes['part']} aria-label="Join with your account">
      <p>
        You are signed in as <span className="strong">{account.name}</span> <span className="muted">({account.email})</span>.
      </p>
      <NotDone error={joining.error} />
      {isMember ? (
        <a href="/">To your organisation</a>
      ) : (
        <Button primary size="md" onClick={() => joining.mutate()} loading={joining.isPending}>
          Join as {account.name}
        </Button>
      )}
      <Button size="md" onClick={() => leaving.mutate()} loading={leaving.isPending}>
        Use another account
      </Button>
      <NotDone error={leaving.error} />
    </section>
  )
}
