// Which other incident, found by its number or by words of its title, and how the two belong together.
import { Modal, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { reading, useDoing, useOrg } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from './linked.module.css'
import type { IncidentView } from './view.ts'

type How = 'related' | 'part-of' | 'merge'

const HOWS: readonly { value: How; label: string; says: string; verb: string }[] = [
  { value: 'related', label: 'Related', says: 'Each stands on the log of the other. Nothing else changes.', verb: 'Link them' },
  {
    value: 'part-of',
    label: 'A part of it',
    says: 'Whoever commands the other one commands this one too, as long as nobody else does.',
    verb: 'Make it a part',
  },
  {
    value: 'merge',
    label: 'The same',
    says: 'This one ends. Its open alerts go on in the other, and whoever was called is told. It cannot be undone.',
    verb: 'Merge it into the other',
  },
]

export function LinkForm({ incident, opened, close }: { incident: IncidentView; opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="What belongs together?" closeButtonProps={{ 'aria-label': 'Close' }}>
      {opened && <Form incident={incident} close={close} />}
    </Modal>
  )
}

function Form({ incident: { id, number }, close }: { incident: IncidentView; close: () => void }) {
  const org = useOrg()
  const navigate = useNavigate()
  const [other, setOther] = useState<string | null>(null)
  const [how, setHow] = useState<How>('related')
  const [why, setWhy] = useState('')
  const act = useDoing<void, { number: number }>(
    (api) =>
      how === 'merge'
        ? api.incidents.merge({ id, into: other ?? '', why: why.trim() })
        : api.incidents.link({ id, to: other ?? '', kind: how }),
    ['incidents'],
  )
  const chosen = HOWS.find(({ value }) => value === how)
  const missing =
    other === null ? 'Choose the other incident first.' : how === 'merge' && why.trim() === '' ? 'Say how you know first.' : null
  const send = () =>
    act.mutate(undefined, {
      onSuccess: (goesOn) => {
        if (goesOn.number === number) return close()
        void navigate({ to: '/o/$org/incidents/$number', params: { org, number: String(goesOn.number) } })
      },
    })
  return (
    <form
      className={classes['form']}
      aria-label="What belongs together?"
      onSubmit={(event) => {
        event.preventDefault()
        if (missing === null) send()
      }}
    >
      <OtherIncident number={number} value={other} onChange={setOther} />
      <Choice label="How" value={how} choices={HOWS} onChange={setHow} />
      <p className="muted small">{chosen?.says}</p>
      {how === 'merge' && (
        <TextInput
          label="How you know"
          placeholder="Both hang on the same gateway"
          size="md"
          maxLength={500}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
      )}
      <Button primary type="submit" loading={act.isPending} disabledReason={missing}>
        {chosen?.verb}
      </Button>
      <NotDone error={act.error} />
    </form>
  )
}

/** The youngest two hundred, open or over: what is older is linked by its number on the command line. */
const SOUGHT = 200

type OtherProps = { number: number; value: string | null; onChange: (number: string | null) => void }

function OtherIncident({ number, value, onChange }: OtherProps) {
  const org = useOrg()
  const { data } = useQuery(reading(org, ['incidents', 'youngest'], (api) => api.incidents.list({ limit: SOUGHT })))
  const others = (data?.items ?? []).filter((one) => one.number !== number)
  return (
    <Select
      data-autofocus
      label="The other incident"
      placeholder="Its number, or words of its title"
      searchable
      limit={50}
      size="md"
      nothingFoundMessage="No incident is called that"
      value={value}
      data={others.map((one) => ({
        value: String(one.number),
        label: `#${one.number} ${one.title}${one.status === 'resolved' ? ' (resolved)' : ''}`,
      }))}
      onChange={onChange}
    />
  )
}
