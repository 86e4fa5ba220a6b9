// Taking a schedule away: only when no policy and no catch-all asks it, and only after one more question.
import { Modal } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useOrg } from '../../api/use-api.ts'
import { useEdit, useEditReason, type Document, type ScheduleDocument } from '../../parts/config.ts'
import { namesOf } from '../../parts/standing.tsx'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from './schedules.module.css'

export function RemoveSchedule({ schedule, document }: { schedule: ScheduleDocument; document: Document | undefined }) {
  const org = useOrg()
  const navigate = useNavigate()
  const fixed = useEditReason(document)
  const edit = useEdit()
  const [asking, setAsking] = useState(false)
  const users = usersOf(schedule.slug, document)
  const reason = fixed ?? (users.length > 0 ? `${namesOf(users)} would wake nobody without it. Take it off there first.` : null)
  return (
    <>
      <Button onClick={() => setAsking(true)} disabledReason={reason}>
        Remove…
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title={`Remove ${schedule.name}?`}>
        <div className={classes['stack']}>
          <p>Nothing asks this schedule. Its people stay; the rota and its covers are gone for good.</p>
          <NotDone error={edit.error} />
          <Button
            primary
            loading={edit.isPending}
            onClick={() =>
              void edit.mutateAsync({ remove: { schedules: [schedule.slug] } }).then(
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

function usersOf(slug: string, document: Document | undefined): string[] {
  const asks = (targets: Document['catchAll']['targets']) => targets.some((to) => 'schedule' in to && to.schedule === slug)
  const policies = (document?.policies ?? []).filter(({ rungs }) => rungs.some(({ targets }) => asks(targets)))
  return [...policies.map(({ name }) => name), ...(asks(document?.catchAll.targets ?? []) ? ['The catch-all'] : [])]
}
