// Signing in: by password, passkey, the organisation's identity provider, or as one of the people of the demo.
import { TextInput } from '@mantine/core'
import { browserSupportsWebAuthnAutofill } from '@simplewebauthn/browser'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { goToProvider, signInAsDemo, signInWithPasskey, signInWithPassword } from '../../api/auth.ts'
import { reading } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { SecretInput } from '../../ui/secret-input.tsx'
import { NotDone, Shown } from '../../ui/states.tsx'
import classes from './door.module.css'
import { Door } from './door.tsx'
import { ownPath, useEntering } from './enter.ts'
import { SecondFactor } from './second-factor.tsx'

export const waysIn = reading('', ['account', 'ways-in'], (api) => api.account.waysIn({}))

export type Ways = Awaited<ReturnType<typeof waysIn.queryFn & {}>>

export function SignIn() {
  const { step } = useSearch({ from: '/sign-in' })
  if (step === 'code' || step === 'recovery') return <SecondFactor recovery={step === 'recovery'} />
  return <FirstFactor />
}

function FirstFactor() {
  const { to, error, step } = useSearch({ from: '/sign-in' })
  const ways = useQuery(waysIn)
  return (
    <Door title="Sign in">
      {step === 'password-set' && <p role="status">✓ Your new password is set. Sign in with it and with your second factor.</p>}
      {error !== undefined && <ProviderSaid error={error} />}
      <Shown query={ways} rows={3}>
        {(known) => (
          <>
            {known.demo.length > 0 && <DemoPeople people={known.demo} to={to} />}
            <Password to={to} passkey={known.passkey} folded={known.demo.length > 0} />
            {known.oidc !== null && <Provider {...known.oidc} to={to} />}
          </>
        )}
      </Shown>
    </Door>
  )
}

const PROVIDER_WORDS: Readonly<Record<string, string>> = {
  'no-account': 'There is no account for your e-mail address. Ask an administrator for an invitation.',
  'email-not-verified': 'The identity provider does not vouch for your e-mail address. Confirm it there, then try again.',
}

function ProviderSaid({ error }: { error: string }) {
  return <p role="alert">{PROVIDER_WORDS[error] ?? 'The identity provider did not sign you in. Try again, or use your password.'}</p>
}

function Password({ to, passkey, folded }: { to: string | undefined; passkey: boolean; folded: boolean }) {
  const navigate = useNavigate()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const entering = useEntering(() => signInWithPassword(email, password), to)
  const byPasskey = useEntering(async (autofill: boolean) => {
    await signInWithPasskey({ autofill })
    return 'signed-in'
  }, to)
  useOfferedPasskey(passkey, byPasskey.mutateAsync)
  const send = async () => {
    byPasskey.reset()
    if ((await entering.mutateAsync(undefined)) === 'second-factor')
      await navigate({ to: '/sign-in', search: { ...(to && { to }), step: 'code' } })
  }
  return (
    <form
      className={[classes['part'], folded ? classes['rule'] : ''].join(' ')}
      onSubmit={(event) => {
        event.preventDefault()
        send().catch(() => undefined)
      }}
    >
      <TextInput
        label="E-mail address"
        type="email"
        name="email"
        size="md"
        required
        withAsterisk={false}
        autoFocus={!folded}
        autoComplete="username webauthn"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <SecretInput
        label="Password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <NotDone error={entering.error} />
      <Button primary={!folded} type="submit" size="md" loading={entering.isPending}>
        Sign in
      </Button>
      <Button
        size="md"
        onClick={() => byPasskey.mutate(false)}
        disabledReason={
          passkey && window.isSecureContext ? null : 'Passkeys need this server to be reached over https. An administrator can set that up.'
        }
      >
        Use a passkey
      </Button>
      {byPasskey.variables === false && <NotDone error={byPasskey.error} />}
      <p className="muted small">Forgotten it? An administrator can give you a link.</p>
    </form>
  )
}

/** Where the browser can, it offers passkeys under the e-mail field by itself; not choosing one is not a failure. */
function useOfferedPasskey(possible: boolean, signIn: (autofill: boolean) => Promise<unknown>): void {
  useEffect(() => {
    if (!possible || !window.isSecureContext) return
    const offer = async () => {
      if (await browserSupportsWebAuthnAutofill()) await signIn(true)
    }
    offer().catch(() => undefined)
    // Offered once, when the page opens.
  }, [possible])
}

function Provider({ provider, name, to }: { provider: string; name: string; to: string | undefined }) {
  const going = useMutation({ networkMode: 'always', mutationFn: () => goToProvider(provider, ownPath(to)) })
  return (
    <section className={[classes['part'], classes['rule']].join(' ')} aria-label="Sign in elsewhere">
      <Button size="md" onClick={() => going.mutate()} loading={going.isPending}>
        {name}
      </Button>
      <NotDone error={going.error} />
    </section>
  )
}

const MAY = {
  administrator: 'Administrator: everything',
  lead: 'Lead: answers and configures',
  responder: 'Responder: answers pages',
  stakeholder: 'Stakeholder: reads',
} as const

function DemoPeople({ people, to }: { people: Ways['demo']; to: string | undefined }) {
  const entering = useEntering(async (person: string) => {
    await signInAsDemo(person)
    return 'signed-in'
  }, to)
  return (
    <section aria-label="People of the demo">
      <p className="muted">This is a demo with made-up people. Look at it as one of them:</p>
      <ul className={classes['people']}>
        {people.map(({ person, name, role }) => (
          <li key={person}>
            <button type="button" className={classes['person']} onClick={() => entering.mutate(person)}>
              <span className="strong">{name}</span>
              <span className="muted small">{MAY[role]}</span>
            </button>
          </li>
        ))}
      </ul>
      <NotDone error={entering.error} />
    </section>
  )
}
