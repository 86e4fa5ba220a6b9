// A person's name, e-mail and zone. Contacts and rules are the person's own affair, on their page.
import { Checkbox, Modal, Select, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useOrg } from '../../api/use-api.ts'
import { faultsInside, slugFor, useEdit, type Document, type PersonDocument } from '../../parts/config.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import { localZone } from '../../ui/times.ts'
import { ZONES } from '../../ui/zoned.ts'
import classes from './people.module.css'

type Fields = { name: string; email: string; timeZone: string; disabled: boolean }

export function NewPerson({ document, close }: { document: Document; close: () => void }) {
  const org = useOrg()
  const navigate = useNavigate()
  const edit = useEdit()
  const save = ({ name, email, timeZone }: Fields) => {
    const slug = slugFor(name, document.people)
    void edit.mutateAsync({ put: { people: [{ slug, name, email: email === '' ? null : email, timeZone }] }, was: {} }).then(
      () => navigate({ to: '/o/$org/people/$person', params: { org, person: slug } }),
      () => undefined,
    )
  }
  return (
    <PersonForm
      title="New person"
      start={{ name: '', email: '', timeZone: localZone(), disabled: false }}
      isNew
      doing={edit.isPending}
      error={edit.error}
      close={close}
      save={save}
    />
  )
}

export function EditPerson({ person, close }: { person: PersonDocument; close: () => void }) {
  const edit = useEdit()
  const save = ({ name, email, timeZone, disabled }: Fields) =>
    edit.mutate(
      { put: { people: [{ ...person, name, email: email === '' ? null : email, timeZone, disabled }] }, was: { people: [person] } },
      { onSuccess: close },
    )
  return (
    <PersonForm
      title={`Change ${person.name}`}
      start={{ name: person.name, email: person.email ?? '', timeZone: person.timeZone, disabled: person.disabled }}
      doing={edit.isPending}
      error={edit.error}
      close={close}
      save={save}
    />
  )
}

type FormProps = {
  title: string
  start: Fields
  isNew?: boolean
  doing: boolean
  error: unknown
  close: () => void
  save: (fields: Fields) => void
}

function PersonForm({ title, start, isNew = false, doing, error, close, save }: FormProps) {
  const [fields, setFields] = useState(start)
  const set = (change: Partial<Fields>) => setFields({ ...fields, ...change })
  const faults = faultsInside(error)
  return (
    <Modal opened onClose={close} title={title}>
      <form className={classes['form']} onSubmit={(event) => event.preventDefault()}>
        <TextInput
          label="Name"
          size="md"
          data-autofocus
          maxLength={120}
          value={fields.name}
          error={faults.get('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label="E-mail"
          description="May stay empty"
          type="email"
          size="md"
          value={fields.email}
          error={faults.get('email')}
          onChange={(event) => set({ email: event.currentTarget.value })}
        />
        <Select
          label="Time zone"
          size="md"
          searchable
          limit={40}
          allowDeselect={false}
          value={fields.timeZone}
          data={[...new Set([fields.timeZone, ...ZONES])]}
          error={faults.get('timeZone')}
          onChange={(timeZone) => timeZone !== null && set({ timeZone })}
        />
        {isNew ? (
          <p className="muted">Nothing rings a new person yet: they add contacts on their own page, after an invitation.</p>
        ) : (
          <Checkbox
            label="Switched off"
            description="Never woken; their turns in schedules wake nobody. Nothing is forgotten."
            size="md"
            checked={fields.disabled}
            onChange={(event) => set({ disabled: event.currentTarget.checked })}
          />
        )}
        <NotDone error={error} />
        <Button
          primary
          type="submit"
          loading={doing}
          onClick={() => save({ ...fields, name: fields.name.trim(), email: fields.email.trim() })}
          disabledReason={fields.name.trim() === '' ? 'Give a name first.' : null}
        >
          Save
        </Button>
      </form>
    </Modal>
  )
}
