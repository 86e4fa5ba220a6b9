// A new service: its name and who is woken for it. The key for its monitor is the next step.
import { Modal, Select, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useOrg } from '../../api/use-api.ts'
import { slugFor, useEdit, useEditReason, type Document } from '../../parts/config.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from './services.module.css'

export function NewService({ document, close }: { document: Document; close: () => void }) {
  const org = useOrg()
  const navigate = useNavigate()
  const fixed = useEditReason(document)
  const edit = useEdit()
  const [name, setName] = useState('')
  const [policy, setPolicy] = useState(document.policies.length === 1 ? (document.policies[0]?.slug ?? null) : null)
  const slug = slugFor(name, document.services)
  const missing = name.trim() === '' ? 'Give it a name first.' : policy === null ? 'Choose who is woken first.' : null
  const make = () =>
    policy !== null &&
    edit.mutate(
      { put: { services: [{ slug, name: name.trim(), policy }] }, was: {} },
      { onSuccess: () => void navigate({ to: '/o/$org/services/$service', params: { org, service: slug } }) },
    )
  return (
    <Modal opened onClose={close} title="New service">
      <form
        className={classes['stack']}
        onSubmit={(event) => {
          event.preventDefault()
          if (fixed === null && missing === null) make()
        }}
      >
        <TextInput
          label="Name"
          placeholder="Checkout"
          size="md"
          data-autofocus
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Policy"
          description={
            document.policies.length === 0
              ? 'There is no policy yet. Make one under Policies first.'
              : 'Who is woken for it, and in which order.'
          }
          size="md"
          searchable
          limit={100}
          value={policy}
          data={document.policies.map((one) => ({ value: one.slug, label: one.name }))}
          onChange={setPolicy}
        />
        <NotDone error={edit.error} />
        <Button primary type="submit" loading={edit.isPending} disabledReason={fixed ?? missing}>
          Make it
        </Button>
      </form>
    </Modal>
  )
}
