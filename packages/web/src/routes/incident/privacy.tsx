// Who may see this incident: everybody, or those it has drawn in; and how to change that.
import { Modal, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMembership, useRoleReason } from '../../api/session.ts'
import { reading, useDoing, useOrg } from '../../api/use-api.ts'
import { PersonSelect } from '../../parts/person-select.tsx'
import { Button } from '../../ui/button.tsx'
import { usePanel } from '../../ui/panel.ts'
import { Part } from '../../ui/screen.tsx'
import { NotDone, Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './linked.module.css'
import type { IncidentView } from './view.ts'

type Props = { incident: IncidentView }

export function Privacy({ incident }: Props) {
  const whyNot = useRoleReason('responder')
  const { opened, open, close } = usePanel('privacy')
  return (
    <Part title="Who sees it">
      {incident.private ? <Circle incident={incident} whyNot={whyNot} /> : <p className="muted">Everybody who may read incidents.</p>}
      <Button disabledReason={whyNot} onClick={open}>
        {incident.private ? 'Open it to all…' : 'Make it private…'}
      </Button>
      <Modal
        opened={opened && whyNot === null}
        onClose={close}
        title={incident.private ? 'Open it to all?' : 'Make it private?'}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {opened && <ChangeForm incident={incident} close={close} />}
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

function ChangeForm({ incident: { id, private: isPrivate }, close }: Props & { close: () => void }) {
  const [why, setWhy] = useState('')
  const change = useDoing((api) => api.incidents.setPrivacy({ id, private: !isPrivate, why: why.trim() }), ['incidents', 'alerts'])
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
        {isPrivate
          ? 'Everybody who may read incidents sees it then, with all that stands on its log.'
          : 'Then only those who have had a part in it see it, and administrators. Its updates reach nobody else. What others have read already, they have read.'}
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
        {isPrivate ? 'Open it to all' : 'Make it private'}
      </Button>
      <NotDone error={change.error} />
    </form>
  )
}
