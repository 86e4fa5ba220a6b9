// Who may see this incident: everybody, or those it has drawn in; and how to change that.
import { Modal, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMembership, useRoleReason } from '../../api/session.ts'
import { reading, useDoing, useOrg } from '../../api/use-api.ts'
import { PersonSelect } from '../../parts/person-select.tsx'
import { Button } from '../../ui/button.tsx'
import { usePanelOf } from '../../ui/panel.ts'
import { Part } from '../../ui/screen.tsx'
import { NotDone, Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './linked.module.css'
import type { IncidentView } from './view.ts'

type Props = { incident: IncidentView }

export function Privacy({ incident }: Props) {
  const whyNot = useRoleReason('responder')
  // Which way it is to go stands in the address: what somebody else does meanwhile turns no button under a finger.
  const { at, open, close } = usePanelOf('privacy')
  const to = at === 'private' || at === 'open' ? at : null
  return (
    <Part title="Who sees it">
      {incident.private ? <Circle incident={incident} whyNot={whyNot} /> : <p className="muted">Everybody who may read incidents.</p>}
      <Button disabledReason={whyNot} onClick={() => open(incident.private ? 'open' : 'private')}>
        {incident.private ? 'Open it to all…' : 'Make it private…'}
      </Button>
      <Modal
        opened={to !== null && whyNot === null}
        onClose={close}
        title={to === 'open' ? 'Open it to all?' : 'Make it private?'}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {to !== null && <ChangeForm incident={incident} to={to} close={close} />}
      </Modal>
    </Part>
  )
}

function Circle({ incident, whyNot }: Props & { whyNot: string | null }) {
  const org = useOrg()
  const { id } = incident
  const circle = useQuery(reading(org, ['incidents', 'circle', id], (api) => api.incidents.circle({ id })))
  const [chosen, setChosen] = useState<string | null>(null)
  const letIn = useDoing((api, person: string) => api.incidents.letIn({ id, person }), ['incidents'])
  const shutOut = useDoing((api, person: string) => api.incidents.shutOut({ id, person }), ['incidents'])
  const me = useMembership()?.person?.slug
  return (
    <>
      <p className="muted">Those it has drawn in, and administrators. Whoever is called, asked or given a role sees it from then on.</p>
      <Shown query={circle} rows={2}>
        {({ people }) => (
          <ul className={classes['links']}>
            {people.map(({ slug, viewer, name, since }) => (
              <li key={viewer} className={`${classes['link']} ${classes['foot']}`}>
                <span className="foreign">{name}</span>
                <span className="muted small">
                  since <Time at={since} />
                </span>
                <Button
                  size="compact-sm"
                  aria-label={`Take out ${name}`}
                  disabledReason={whyNot ?? (slug !== null && slug === me ? 'Somebody else who sees it can take you out.' : null)}
                  loading={shutOut.isPending && shutOut.variables === viewer}
                  onClick={() => shutOut.mutate(viewer)}
                >
                  Take out
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Shown>
      <NotDone error={shutOut.error} />
      <form
        className={classes['form']}
        aria-label="Let somebody see it"
        onSubmit={(event) => {
          event.preventDefault()
          if (chosen !== null) letIn.mutate(chosen, { onSuccess: () => setChosen(null) })
        }}
      >
        <PersonSelect
          label="Let somebody see it"
          value={chosen}
          onChange={setChosen}
          without={(circle.data?.people ?? []).flatMap(({ slug }) => slug ?? [])}
          description="They are told, and called for nothing."
        />
        <Button type="submit" loading={letIn.isPending} disabledReason={whyNot ?? (chosen === null ? 'Choose a person first.' : null)}>
          Let them see it
        </Button>
        <NotDone error={letIn.error} />
      </form>
    </>
  )
}

type ChangeProps = Props & { to: 'private' | 'open'; close: () => void }

function ChangeForm({ incident: { id, private: isPrivate }, to, close }: ChangeProps) {
  const [why, setWhy] = useState('')
  const toPrivate = to === 'private'
  const change = useDoing((api) => api.incidents.setPrivacy({ id, private: toPrivate, why: why.trim() }), ['incidents', 'alerts'])
  // Not while one's own change is on its way back.
  if (isPrivate === toPrivate && !change.isPending && !change.isSuccess)
    return (
      <div className={classes['form']}>
        <p role="status">{isPrivate ? 'It is private already: somebody made it so.' : 'It is open to all already: somebody opened it.'}</p>
        <Button onClick={close}>Close</Button>
      </div>
    )
  return (
    <form
      className={classes['form']}
      aria-label="Who sees it"
      onSubmit={(event) => {
        event.preventDefault()
        if (why.trim() !== '') change.mutate(undefined, { onSuccess: close })
      }}
    >
      <p>
        {toPrivate
          ? 'Then only those who have had a part in it see it, and administrators. Its updates reach nobody else. What others have read already, they have read.'
          : 'Everybody who may read incidents sees it then, with all that stands on its log.'}
      </p>
      <TextInput
        data-autofocus
        label="Why"
        description="It stands on the log."
        size="md"
        maxLength={500}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <Button primary type="submit" loading={change.isPending} disabledReason={why.trim() === '' ? 'Say why first.' : null}>
        {toPrivate ? 'Make it private' : 'Open it to all'}
      </Button>
      <NotDone error={change.error} />
    </form>
  )
}
