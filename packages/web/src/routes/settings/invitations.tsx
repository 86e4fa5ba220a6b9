// Invitations: a one-time link for somebody, shown once; those that are open can be taken back.
import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Api } from '../../api/client.ts'
import { useDoing } from '../../api/use-api.ts'
import { PersonSelect } from '../../parts/person-select.tsx'
import { Button } from '../../ui/button.tsx'
import { Part } from '../../ui/screen.tsx'
import { Empty, NotDone } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { Once } from './once.tsx'
import { Paged, usePages } from './pages.tsx'
import { roleName, roleOf, roleOptions } from './roles.ts'
import classes from './settings.module.css'

type Invitation = Awaited<ReturnType<Api['invitations']['list']>>['items'][number]

export function Invitations() {
  const query = usePages<Invitation>(['invitations'], (api, paged) => api.invitations.list(paged))
  return (
    <>
      <Part title="Invite somebody">
        <Invite />
      </Part>
      <Part title="Invitations so far">
        <Paged query={query}>
          {(invitations) =>
            invitations.length === 0 ? (
              <Empty title="Nobody was invited yet">Make a link above and send it to the one it is for. It opens once.</Empty>
            ) : (
              <ul className={classes['list']}>
                {invitations.map((one) => (
                  <InvitationRow key={one.id} invitation={one} />
                ))}
              </ul>
            )
          }
        </Paged>
      </Part>
    </>
  )
}

function Invite() {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<string | null>('responder')
  const [person, setPerson] = useState<string | null>(null)
  const create = useDoing(
    (api) => api.invitations.create({ email: email.trim() === '' ? null : email, role: roleOf(role), person }),
    ['account'],
  )
  if (create.data !== undefined)
    return (
      <Once
        value={create.data.link}
        label="The link"
        says={`Send it to ${create.data.email ?? 'the one it is for'}. It is shown only now, opens once, and runs out in 7 days.`}
        done={() => {
          create.reset()
          setEmail('')
          setPerson(null)
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
        label="E-mail address"
        description="Then only this address can join. Left empty: whoever opens the link first."
        type="email"
        size="md"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Select label="Role" size="md" allowDeselect={false} data={roleOptions} value={role} onChange={setRole} />
      <PersonSelect
        label="Person who is paged"
        description="If they are one of the people of this organisation already."
        value={person}
        onChange={setPerson}
      />
      <NotDone error={create.error} />
      <Button primary type="submit" loading={create.isPending}>
        Make the link
      </Button>
    </form>
  )
}

const STATES = { open: 'Open', accepted: '✓ Joined', expired: 'Ran out', revoked: 'Taken back' } as const

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const revoke = useDoing((api) => api.invitations.revoke({ id: invitation.id }), ['account'])
  const { email, role, person, state, createdBy, createdAt, expiresAt } = invitation
  return (
    <li className={classes['row']}>
      <div>
        <p>
          <span className="strong">{email ?? 'Whoever has the link'}</span> as {roleName(role).toLowerCase()}
          {person !== null && `, who is ${person.name}`}
        </p>
        <p className="muted small">
          {STATES[state]} · made by <span className="foreign">{createdBy}</span>, <Time at={createdAt} />
          {state === 'open' && (
            <>
              {' '}
              · runs out <Time at={expiresAt} only="relative" />
            </>
          )}
        </p>
        <NotDone error={revoke.error} />
      </div>
      {state === 'open' && (
        <Button
          onClick={() => revoke.mutate()}
          loading={revoke.isPending}
          aria-label={`Take back the invitation for ${email ?? 'whoever has the link'}`}
        >
          Take back
        </Button>
      )}
    </li>
  )
}
