// Connecting a monitor in two steps: what it watches, what it is; then the key, shown once, and what to paste.
import { Modal, Radio, Select } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useOrg } from '../../api/use-api.ts'
import { slugFor, useEdit, useEditReason, type Document } from '../../parts/config.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from './integrations.module.css'
import { KINDS, type Kind } from '../../parts/integration-kinds.ts'
import { SetUp, TheKey } from './set-up.tsx'

type Props = { document: Document; service: string | null; close: () => void }
type Made = { service: string; integration: string; kind: Kind; key: string }

export function NewKey({ document, service, close }: Props) {
  const [made, setMade] = useState<Made | null>(null)
  return (
    <Modal
      opened
      onClose={close}
      size="xl"
      title={made === null ? 'Connect a monitor' : 'Paste this into the monitor'}
      // The key is shown once: a slip of the mouse must not lose it.
      closeOnClickOutside={made === null}
    >
      {made === null ? <Choosing document={document} service={service} done={setMade} /> : <Ready made={made} />}
    </Modal>
  )
}

function Choosing({ document, service: start, done }: { document: Document; service: string | null; done: (made: Made) => void }) {
  const fixed = useEditReason(document)
  const edit = useEdit()
  const [slug, setService] = useState(start)
  const [kind, setKind] = useState<Kind>('alertmanager')
  const service = document.services.find((one) => one.slug === slug)
  const make = () => {
    if (service === undefined) return
    const integration = slugFor(kind, service.integrations)
    const put = { ...service, integrations: [...service.integrations, { slug: integration, kind }] }
    edit.mutate(
      { put: { services: [put] }, was: { services: [service] } },
      {
        onSuccess: ({ newKeys }) => {
          const told = newKeys.find((one) => one.service === service.slug && one.integration === integration)
          if (told !== undefined) done({ service: service.slug, integration, kind, key: told.key })
        },
      },
    )
  }
  return (
    <form
      className={classes['stack']}
      onSubmit={(event) => {
        event.preventDefault()
        if (fixed === null) make()
      }}
    >
      <Select
        label="1. Which service does it watch?"
        description={document.services.length === 0 ? 'There is no service yet. Make one under Services first.' : undefined}
        size="md"
        searchable
        limit={100}
        value={slug}
        data={document.services.map((one) => ({ value: one.slug, label: one.name }))}
        onChange={setService}
      />
      <Radio.Group
        label="2. What is it?"
        size="md"
        value={kind}
        onChange={(value) => setKind(value === 'pagerduty' || value === 'generic' ? value : 'alertmanager')}
      >
        <div className={classes['kinds']}>
          {Object.entries(KINDS).map(([value, { name, about }]) => (
            <Radio key={value} value={value} label={name} description={about} size="md" />
          ))}
        </div>
      </Radio.Group>
      <NotDone error={edit.error} />
      <Button
        primary
        type="submit"
        loading={edit.isPending}
        disabledReason={fixed ?? (service === undefined ? 'Choose a service first.' : null)}
      >
        Make its key
      </Button>
    </form>
  )
}

function Ready({ made }: { made: Made }) {
  const org = useOrg()
  return (
    <div className={classes['stack']}>
      <TheKey value={made.key} />
      <SetUp kind={made.kind} newKey={made.key} />
      <Link to="/o/$org/integrations/$service/$integration" params={{ org, service: made.service, integration: made.integration }}>
        I have copied it: send a test signal and watch it arrive
      </Link>
    </div>
  )
}
