// Taking a service away: asked first, with what happens to what is open and to its keys.
import { useNavigate } from '@tanstack/react-router'
import { useOrg } from '../../api/use-api.ts'
import { useDocument, useEdit, useEditReason } from '../../parts/config.ts'
import { namesOf } from '../../parts/standing.tsx'
import { AskFirst } from '../../ui/ask-first.tsx'
import classes from './services.module.css'
import type { ServiceView } from './view.ts'

export function RemoveService({ service }: { service: ServiceView }) {
  const org = useOrg()
  const navigate = useNavigate()
  const { data: document } = useDocument()
  const fixed = useEditReason(document)
  const edit = useEdit()
  const reason =
    fixed ?? (service.usedBy.length > 0 ? `${namesOf(service.usedBy.map(({ name }) => name))} depends on it. Take that away first.` : null)
  const { openIncidents: open } = service
  const remove = () =>
    edit.mutateAsync({ remove: { services: [service.slug] } }).then(() => navigate({ to: '/o/$org/services', params: { org } }))
  return (
    <AskFirst
      panel="remove"
      title={`Remove ${service.name}?`}
      says={
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
        </div>
      }
      verb="Remove it"
      act={remove}
      error={edit.error}
      pending={edit.isPending}
      disabledReason={reason}
    >
      Remove…
    </AskFirst>
  )
}
