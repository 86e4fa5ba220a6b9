// The second factor: set up with an app, its recovery codes shown once, switched off with the password.
import { TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { beginTwoFactor, endTwoFactor, newRecoveryCodes, secondFactor } from '../../api/auth.ts'
import { meQuery } from '../../api/session.ts'
import { Button } from '../../ui/button.tsx'
import { SecretInput } from '../../ui/secret-input.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from './my-page.module.css'
import { RecoveryCodes } from './recovery-codes.tsx'

type Wanted = 'begin' | 'end' | 'codes'

export function TwoFactor() {
  const { data: me } = useQuery(meQuery)
  const queries = useQueryClient()
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const [setUp, setSetUp] = useState<{ uri: string; codes: string[] } | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const known = () => queries.invalidateQueries({ queryKey: ['', 'account'] })
  if (codes !== null) return <RecoveryCodes codes={codes} done={() => setCodes(null)} />
  if (setUp !== null)
    return (
      <FirstCode
        uri={setUp.uri}
        done={() => {
          setCodes(setUp.codes)
          setSetUp(null)
          void known()
        }}
        cancel={() => setSetUp(null)}
      />
    )
  if (wanted !== null)
    return (
      <AskPassword
        wanted={wanted}
        cancel={() => setWanted(null)}
        act={async (password) => {
          if (wanted === 'begin') setSetUp(await beginTwoFactor(password))
          if (wanted === 'codes') setCodes(await newRecoveryCodes(password))
          if (wanted === 'end') await endTwoFactor(password)
          setWanted(null)
          void known()
        }}
      />
    )
  const on = me?.account.twoFactor === true
  return (
    <div className={classes['stack']}>
      {on ? (
        <p>
          <span className={classes['kept']}>✓ On.</span> Your password alone opens nothing.
        </p>
      ) : (
        <p className="muted">Off: whoever knows your password is you. An app on your phone with a code of the moment ends that.</p>
      )}
      <div className={classes['tools']}>
        {!on && <Button onClick={() => setWanted('begin')}>Set up a second factor</Button>}
        {on && <Button onClick={() => setWanted('codes')}>New recovery codes</Button>}
        {on && <Button onClick={() => setWanted('end')}>Switch it off…</Button>}
      </div>
    </div>
  )
}

const ASKS: Readonly<Record<Wanted, { says: string; verb: string }>> = {
  begin: { says: 'First your password, so that nobody else can set this up.', verb: 'Go on' },
  codes: { says: 'The codes you have now are worth nothing afterwards.', verb: 'Make new codes' },
  end: { says: 'Then your password alone is enough to sign in as you. It will stand in the audit.', verb: 'Switch it off' },
}

type AskProps = { wanted: Wanted; act: (password: string) => Promise<void>; cancel: () => void }

function AskPassword({ wanted, act, cancel }: AskProps) {
  const [password, setPassword] = useState('')
  const asking = useMutation({ networkMode: 'always', mutationFn: () => act(password) })
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        asking.mutate()
      }}
    >
      <p>{ASKS[wanted].says}</p>
      <SecretInput
        label="Your password"
        data-autofocus
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <NotDone error={asking.error} />
      <div className={classes['tools']}>
        <Button primary type="submit" loading={asking.isPending}>
          {ASKS[wanted].verb}
        </Button>
        <Button onClick={cancel}>Leave it</Button>
      </div>
    </form>
  )
}

function FirstCode({ uri, done, cancel }: { uri: string; done: () => void; cancel: () => void }) {
  const [code, setCode] = useState('')
  const key = new URL(uri).searchParams.get('secret') ?? ''
  const verify = useMutation({ networkMode: 'always', mutationFn: () => secondFactor(code), onSuccess: done })
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        verify.mutate()
      }}
    >
      <p>
        On this phone: <a href={uri}>open it in your app</a>. On another one: add an account in the app by hand, with the name Muster and
        this key:
      </p>
      <p>
        <code className={classes['key']}>{(key.match(/.{1,4}/g) ?? []).join(' ')}</code>
      </p>
      <TextInput
        label="The code the app shows now"
        size="md"
        required
        withAsterisk={false}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <NotDone error={verify.error} />
      <div className={classes['tools']}>
        <Button primary type="submit" loading={verify.isPending}>
          Switch it on
        </Button>
        <Button onClick={cancel}>Leave it</Button>
      </div>
    </form>
  )
}
