// Taking a policy away: only when no service uses it, and only after one more question.
import { Modal } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useOrg } from '../../api/use-api.ts'
import { useEdit, useEditReason, type Document, type PolicyDocument } from '../../parts/config.ts'
import { namesOf } from '../../parts/standing.tsx'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from './policies.module.css'

export function RemovePolicy({ policy, document }: { policy: PolicyDocument; document: Document }) {
  const org = useOrg()
  const navigate = useNavigate()
  const fixed = useEditReason(document)
  const edit = useEdit()
  const [asking, setAsking] = useState(false)
  const users = document.services.filter((one) => one.policy === policy.slug).map(({ name }) => name)
  const reason = fixed ?? (users.length > 0 ? `${namesOf(users)} would wake nobody without it. Give them another policy first.` : null)
  return (
    <>
      <Button onClick={() => setAsking(true)} disabledReason={reason}>
        Remove…
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title={`Remove ${policy.name}?`}>
        <div className={classes['stack']}>
          <p>No service uses it. Pages already under way keep the ladder they started with.</p>
          <NotDone error={edit.error} />
          <Button
            primary
            loading={edit.isPending}
            onClick={() =>
              void edit.mutateAsync({ remove: { policies: [policy.slug] } }).then(
                () => navigate({ to: '/o/$org/policies', params: { org } }),
                () => undefined,
              )
            }
          >
            Remove it
          </Button>
        </div>
      </Modal>
    </>
  )
}
