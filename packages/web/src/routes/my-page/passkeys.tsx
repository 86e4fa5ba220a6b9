// Passkeys of the account: a fingerprint, a face or a key instead of the password.
import { TextInput } from '@mantine/core'
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addPasskey, passkeys, removePasskey, type Passkey } from '../../api/auth.ts'
import { reading } from '../../api/use-api.ts'
import { browserName } from '../../push/subscription.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Button } from '../../ui/button.tsx'
import { NotDone, Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './my-page.module.css'

const passkeysQuery = queryOptions({ queryKey: ['', 'account', 'passkeys'], queryFn: passkeys })

export function Passkeys() {
  const list = useQuery(passkeysQuery)
  const ways = useQuery(reading('', ['account', 'ways-in'], (api) => api.account.waysIn({})))
  const [name, setName] = useState(browserName)
  const add = useMutation({ networkMode: 'always', mutationFn: () => addPasskey(name.trim()), onSuccess: () => list.refetch() })
  const blocked =
    ways.data?.passkey === true && window.isSecureContext
      ? null
      : 'Passkeys need this server to be reached over https; see docs/reference/tls.md.'
  return (
    <div className={classes['stack']}>
      <Shown query={list} rows={1}>
        {(known) =>
          known.length === 0 ? (
            <p className="muted">None yet. With one you sign in by fingerprint, face or key, and no password can be stolen.</p>
          ) : (
            <ul className={classes['list']} style={{ width: '100%' }}>
              {known.map((one) => (
                <PasskeyRow key={one.id} passkey={one} changed={list.refetch} />
              ))}
            </ul>
          )
        }
      </Shown>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate()
        }}
      >
        <TextInput
          label="Name of a new passkey"
          size="md"
          required
          withAsterisk={false}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NotDone error={add.error} />
        <Button type="submit" loading={add.isPending} disabledReason={blocked}>
          Add a passkey
        </Button>
      </form>
    </div>
  )
}

function PasskeyRow({ passkey, changed }: { passkey: Passkey; changed: () => Promise<unknown> }) {
  const remove = useMutation({ networkMode: 'always', mutationFn: () => removePasskey(passkey.id), onSuccess: changed })
  return (
    <li className={classes['row']}>
      <div>
        <p className="strong foreign">{passkey.name}</p>
        <p className="muted small">
          Added <Time at={passkey.createdAt} />
        </p>
      </div>
      <AskFirst
        panel={`remove-passkey:${passkey.id}`}
        title={`Remove ${passkey.name}?`}
        says="It signs you in no more. Remove it from the device too, so that it is not offered there."
        verb="Remove"
        act={() => remove.mutateAsync()}
        error={remove.error}
        pending={remove.isPending}
        aria-label={`Remove the passkey ${passkey.name}`}
      >
        Remove…
      </AskFirst>
    </li>
  )
}
