// The first two answers a new policy or schedule needs; the rest is done in its picture.
import { Modal, Select, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useOrg } from '../../api/use-api.ts'
import { slugFor, useEdit, type Document, type TargetDocument } from '../../parts/config.ts'
import { PersonSelect } from '../../parts/person-select.tsx'
import { targetName, TargetSelect } from '../../parts/target-select.tsx'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { NotDone } from '../../ui/states.tsx'
import { localZone } from '../../ui/times.ts'
import { localDate, mondayOf, ZONES } from '../../ui/zoned.ts'
import classes from './policies.module.css'

type Props = { document: Document; close: () => void }

export function NewPolicy({ document, close }: Props) {
  const org = useOrg()
  const navigate = useNavigate()
  const edit = useEdit()
  const [name, setName] = useState('')
  const [first, setFirst] = useState<TargetDocument | null>(null)
  const slug = slugFor(name, document.policies)
  const make = () =>
    first !== null &&
    edit.mutate(
      {
        put: {
          policies: [
            {
              slug,
              name: name.trim(),
              rungs: [{ delayMinutes: 5, targets: [first], require: 'any' }],
              repeat: 2,
              ackTimeoutMinutes: 30,
              calls: [],
            },
          ],
        },
        was: {},
      },
      { onSuccess: () => void navigate({ to: '/o/$org/policies/$policy', params: { org, policy: slug } }) },
    )
  return (
    <Making title="New policy" close={close} error={edit.error}>
      <Name value={name} set={setName} placeholder="Support first, then a senior" />
      <TargetSelect label="Who is woken first" without={first === null ? [] : [first]} add={setFirst} />
      {first !== null && <p>First: {targetName(first, document)}, with 5 minutes to answer.</p>}
      <Button
        primary
        type="submit"
        onClick={make}
        loading={edit.isPending}
        disabledReason={name.trim() === '' ? 'Give it a name first.' : first === null ? 'Choose who is woken first.' : null}
      >
        Make it and draw the rest
      </Button>
    </Making>
  )
}

export function NewSchedule({ document, close }: Props) {
  const org = useOrg()
  const navigate = useNavigate()
  const edit = useEdit()
  const now = useNow()
  const [name, setName] = useState('')
  const [timeZone, setTimeZone] = useState(localZone())
  const [person, setPerson] = useState<string | null>(null)
  const slug = slugFor(name, document.schedules)
  const startsOn = mondayOf(localDate(now, timeZone))
  const layer = { slug: 'primary', name: 'Primary', every: 'week', length: 1, handoffDay: 1, handoffTime: '09:00', startsOn } as const
  const make = () =>
    person !== null &&
    edit.mutate(
      {
        put: { schedules: [{ slug, name: name.trim(), timeZone, layers: [{ ...layer, participants: [person] }], overrides: [] }] },
        was: {},
      },
      { onSuccess: () => void navigate({ to: '/o/$org/schedules/$schedule', params: { org, schedule: slug } }) },
    )
  return (
    <Making title="New schedule" close={close} error={edit.error}>
      <Name value={name} set={setName} placeholder="Application support" />
      <PersonSelect
        label="Who takes the first turn"
        value={person}
        onChange={setPerson}
        description="Turns begin this week; add the others in the picture."
      />
      <Select
        label="Time zone of the handoffs"
        size="md"
        searchable
        limit={40}
        allowDeselect={false}
        value={timeZone}
        data={[...new Set([timeZone, ...ZONES])]}
        onChange={(zone) => zone !== null && setTimeZone(zone)}
      />
      <Button
        primary
        type="submit"
        onClick={make}
        loading={edit.isPending}
        disabledReason={name.trim() === '' ? 'Give it a name first.' : person === null ? 'Choose who takes the first turn.' : null}
      >
        Make it and draw the rest
      </Button>
    </Making>
  )
}

function Name({ value, set, placeholder }: { value: string; set: (name: string) => void; placeholder: string }) {
  return (
    <TextInput
      label="Name"
      size="md"
      data-autofocus
      placeholder={placeholder}
      maxLength={120}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
    />
  )
}

function Making({ title, close, error, children }: { title: string; close: () => void; error: unknown; children: ReactNode }) {
  return (
    <Modal opened onClose={close} title={title}>
      <form className={classes['stack']} onSubmit={(event) => event.preventDefault()}>
        {children}
        <NotDone error={error} />
      </form>
    </Modal>
  )
}
