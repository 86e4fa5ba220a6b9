// Taking a policy away: only when no service uses it, and only after one more question.
import { useNavigate } from '@tanstack/react-router'
import { useOrg } from '../../api/use-api.ts'
import { useEdit, useEditReason, type Document, type PolicyDocument } from '../../parts/config.ts'
import { namesOf } from '../../parts/standing.tsx'
import { AskFirst } from '../../ui/ask-first.tsx'

export function RemovePolicy({ policy, document }: { policy: PolicyDocument; document: Document }) {
  const org = useOrg()
  const navigate = useNavigate()
  const fixed = useEditReason(document)
  const edit = useEdit()
  const users = document.services.filter((one) => one.policy === policy.slug).map(({ name }) => name)
  const reason = fixed ?? (users.length > 0 ? `${namesOf(users)} would wake nobody without it. Give them another policy first.` : null)
  return (
    <AskFirst
      panel="remove"
      title={`Remove ${policy.name}?`}
      says="No service uses it. Pages already under way keep the ladder they started with."
      verb="Remove it"
      act={() =>
        edit.mutateAsync({ remove: { policies: [policy.slug] } }).then(() => navigate({ to: '/o/$org/policies', params: { org } }))
      }
      error={edit.error}
      pending={edit.isPending}
      disabledReason={reason}
    >
      Remove…
    </AskFirst>
  )
}
