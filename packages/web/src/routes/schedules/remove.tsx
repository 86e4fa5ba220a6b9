// Taking a schedule away: only when no policy and no catch-all asks it, and only after one more question.
import { useNavigate } from '@tanstack/react-router'
import { useOrg } from '../../api/use-api.ts'
import { useEdit, useEditReason, type Document, type ScheduleDocument } from '../../parts/config.ts'
import { namesOf } from '../../parts/standing.tsx'
import { AskFirst } from '../../ui/ask-first.tsx'

export function RemoveSchedule({ schedule, document }: { schedule: ScheduleDocument; document: Document | undefined }) {
  const org = useOrg()
  const navigate = useNavigate()
  const fixed = useEditReason(document)
  const edit = useEdit()
  const users = usersOf(schedule.slug, document)
  const reason = fixed ?? (users.length > 0 ? `${namesOf(users)} would wake nobody without it. Take it off there first.` : null)
  return (
    <AskFirst
      panel="remove"
      title={`Remove ${schedule.name}?`}
      says="Nothing asks this schedule. Its people stay; the rota and its covers are gone for good."
      verb="Remove it"
      act={() =>
        edit.mutateAsync({ remove: { schedules: [schedule.slug] } }).then(() => navigate({ to: '/o/$org/policies', params: { org } }))
      }
      error={edit.error}
      pending={edit.isPending}
      disabledReason={reason}
    >
      Remove…
    </AskFirst>
  )
}

function usersOf(slug: string, document: Document | undefined): string[] {
  const asks = (targets: Document['catchAll']['targets']) => targets.some((to) => 'schedule' in to && to.schedule === slug)
  const policies = (document?.policies ?? []).filter(({ rungs }) => rungs.some(({ targets }) => asks(targets)))
  return [...policies.map(({ name }) => name), ...(asks(document?.catchAll.targets ?? []) ? ['The catch-all'] : [])]
}
