// Taking a service away: asked first, with what happens to what is open and to its keys.
import { Modal } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useOrg } from '../../api/use-api.ts'
import { useDocument, useEdit, useEditReason } from '../../parts/config.ts'
import { namesOf } from '../../parts/standing.tsx'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from './services.module.css'
import type { ServiceView } from './view.ts'

export function RemoveService({ service }: { service: ServiceView }) {
  const org = useOrg()
  const navigate = useNavigate()
  const { data: document } = useDocument()
  const fixed = useEditReason(document)
  const edit = useEdit()
  const [asking, setAsking] = useState(false)
  const reason =
    fixed ?? (service.usedBy.length > 0 ? `${namesOf(service.usedBy.map(({ name }) => name))} depends on it. Take that away first.` : null)
  const { openIncidents: open } = service
  const remove = () =>
    void edit.mutateAsync({ remove: { services: [service.slug] } }).then(
      () => navigate({ to: '/o/$org/services', params: { org } }),
      () => undefined,
    )
  return (
    <>
      <Button onClick={() => setAsking(true)} disabledReason={reason}>
        Remove…
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title={`Remove ${service.name}?`}>
        <div className={classes['stack']}>
          <p>
            {open === 0
              ? 'No incident of it is open.'
              : `${open === 1 ? 'Its open incident stays and goes' : `Its ${open} open incidents stay and go`} on paging until somebody resolves ${open === 1 ? 'it' : 'them'}.`}
          </p>
          <p>
            {service.integrations.length === 0
              ? 'It has no keys.'
              : `Its ${service.integrations.length === 1 ? 'key stops' : `${service.integrations.length} keys stop`} working at once: what those monitors send from then on wakes nobody.`}
          </p>
          <NotDone error={edit.error} />
          <Button primary loading={edit.isPending} onClick={remove}>
            Remove it
          </Button>
          <Button onClick={() => setAsking(false)}>Keep it</Button>
        </div>
      </Modal>
    </>
  )
}
