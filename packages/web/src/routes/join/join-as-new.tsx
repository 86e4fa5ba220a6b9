// Joining with a new account: a name, an address, a password.
import { TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { goToProvider } from '../../api/auth.ts'
import { apiOf } from '../../api/client.ts'
import { failureOf } from '../../api/failure.ts'
import { Button } from '../../ui/button.tsx'
import { SecretInput } from '../../ui/secret-input.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from '../sign-in/door.module.css'
import { waysIn } from '../sign-in/sign-in.tsx'
import { useJoined } from './joined.ts'
import { LengthOf, SHORTEST } from './length-of.tsx'

export function JoinAsNew({ token, email: fixed }: { token: string; email: string | null }) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const joined = useJoined()
  const joining = useMutation({
    networkMode: 'always',
    mutationFn: () => apiOf('').account.accept({ token, name, password, ...(fixed === null && { email }) }),
    onSuccess: joined,
  })
  const faults = joining.error === null ? [] : failureOf(joining.error).faults
  const faultAt = (at: string) => faults.find((one) => one.at === at)?.says
  return (
    <>
      <form
        className={classes['part']}
        onSubmit={(event) => {
          event.preventDefault()
          joining.mutate()
        }}
      >
        <TextInput
          label="Your name"
          description="As it will stand on the log when you answer."
          size="md"
          required
          withAsterisk={false}
          autoFocus
          autoComplete="name"
          maxLength={120}
          value={name}
          error={faultAt('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="E-mail address"
          description={fixed === null ? 'You sign in with it.' : 'The invitation is for this address.'}
          type="email"
          size="md"
          required
          withAsterisk={false}
          readOnly={fixed !== null}
          autoComplete="username"
          value={fixed ?? email}
          error={faultAt('email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <SecretInput
          label="Password"
          description="At least 10 characters. A few words that only you would put together are best."
          minLength={SHORTEST}
          maxLength={128}
          autoComplete="new-password"
          value={password}
          error={faultAt('password')}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <LengthOf password={password} />
        <NotDone error={joining.error} />
        <Button primary type="submit" size="md" loading={joining.isPending}>
          Join
        </Button>
      </form>
      <OtherWays token={token} />
    </>
  )
}

function OtherWays({ token }: { token: string }) {
  const { data } = useQuery(waysIn)
  const oidc = data?.oidc ?? null
  const going = useMutation({
    networkMode: 'always',
    mutationFn: (provider: string) => goToProvider(provider, `/join/${encodeURIComponent(token)}`),
  })
  return (
    <section className={[classes['part'], classes['rule']].join(' ')} aria-label="Other ways to join">
      {oidc !== null && (
        <Button size="md" onClick={() => going.mutate(oidc.provider)} loading={going.isPending}>
          {oidc.name}
        </Button>
      )}
      <NotDone error={going.error} />
      <p>
        You have an account here?{' '}
        <Link to="/sign-in" search={{ to: `/join/${token}` }}>
          Sign in, then join with it
        </Link>
      </p>
    </section>
  )
}
