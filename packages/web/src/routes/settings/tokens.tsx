// API tokens: what programs may do here, when each was last used, and an end to it.
import { Checkbox, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Api } from '../../api/client.ts'
import { useDoing } from '../../api/use-api.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Button } from '../../ui/button.tsx'
import { Part } from '../../ui/screen.tsx'
import { Empty, NotDone } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { Once } from './once.tsx'
import { Paged, usePages } from './pages.tsx'
import classes from './settings.module.css'

type Token = Awaited<ReturnType<Api['tokens']['list']>>['items'][number]
type Scope = Token['scopes'][number]

const SCOPES: readonly { value: Scope; label: string }[] = [
  { value: 'read', label: 'Read: incidents, alerts, who is on call' },
  { value: 'respond', label: 'Respond: acknowledge, escalate, silence' },
  { value: 'configure', label: 'Configure: services, policies, people' },
  { value: 'administer', label: 'Administer: members, tokens, audit' },
]

export function Tokens() {
  const query = usePages<Token>(['tokens'], (api, paged) => api.tokens.list(paged))
  return (
    <>
      <Part title="Make a token">
        <p className="muted">For scripts and the command line. Give each program its own, with no more than it needs.</p>
        <Make />
      </Part>
      <Part title="Tokens">
        <Paged query={query}>
          {(tokens) =>
            tokens.length === 0 ? (
              <Empty title="No token yet">Programs come in with one; people sign in instead.</Empty>
            ) : (
              <ul className={classes['list']}>
                {tokens.map((token) => (
                  <TokenRow key={token.id} token={token} />
                ))}
              </ul>
            )
          }
        </Paged>
      </Part>
    </>
  )
}

function Make() {
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<string[]>(['read'])
  const chosen = SCOPES.map(({ value }) => value).filter((value) => scopes.includes(value))
  const create = useDoing((api) => api.tokens.create({ name, scopes: chosen }), ['account'])
  if (create.data !== undefined)
    return (
      <Once
        value={create.data.value}
        label={`The token "${create.data.name}"`}
        says="It is shown only now. Put it where the program reads it."
        done={() => {
          create.reset()
          setName('')
        }}
      />
    )
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        create.mutate()
      }}
    >
      <TextInput
        label="Name"
        description="What will use it."
        size="md"
        required
        withAsterisk={false}
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group label="It may" value={scopes} onChange={setScopes}>
        <Stack gap="lg" mt={8}>
          {SCOPES.map(({ value, label }) => (
            <Checkbox key={value} value={value} label={label} size="md" />
          ))}
        </Stack>
      </Checkbox.Group>
      <NotDone error={create.error} />
      <Button primary type="submit" loading={create.isPending} disabledReason={chosen.length === 0 ? 'Choose what it may do first.' : null}>
        Make the token
      </Button>
    </form>
  )
}

function TokenRow({ token }: { token: Token }) {
  const revoke = useDoing((api) => api.tokens.revoke({ id: token.id }), ['account'])
  const { name, scopes, createdBy, createdAt, lastUsedAt, revokedAt } = token
  return (
    <li className={classes['row']}>
      <div>
        <p className="strong foreign">{name}</p>
        <p className="muted small">
          May {scopes.join(', ')} · made by <span className="foreign">{createdBy ?? 'the installation'}</span>, <Time at={createdAt} />
        </p>
        <p className="muted small">
          {revokedAt === null ? (
            <>Last used: {lastUsedAt === null ? 'never' : <Time at={lastUsedAt} />}</>
          ) : (
            <>
              Revoked <Time at={revokedAt} />
            </>
          )}
        </p>
      </div>
      {revokedAt === null && (
        <AskFirst
          panel={`revoke:${token.id}`}
          title={`Revoke ${name}?`}
          says="Whatever uses it is refused from its next request on. This cannot be taken back."
          verb="Revoke"
          act={() => revoke.mutateAsync()}
          error={revoke.error}
          pending={revoke.isPending}
          aria-label={`Revoke ${name}`}
        >
          Revoke…
        </AskFirst>
      )}
    </li>
  )
}
