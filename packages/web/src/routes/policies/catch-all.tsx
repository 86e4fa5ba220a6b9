// The last resort of the organisation: who is woken when a ladder is empty, or was climbed in vain.
import { useEdit, useEditReason, type Document, type TargetDocument } from '../../parts/config.ts'
import { useDraft } from '../../parts/draft.ts'
import { namesOf } from '../../parts/standing.tsx'
import { SaveBar } from '../../parts/save-bar.tsx'
import { TargetList } from '../../parts/target-list.tsx'
import { targetName } from '../../parts/target-select.tsx'
import { Part } from '../../ui/screen.tsx'
import classes from './policies.module.css'

export function CatchAll({ document }: { document: Document }) {
  const fixed = useEditReason(document)
  const draft = useDraft(document.catchAll)
  const edit = useEdit()
  const { targets } = draft.value
  const set = (changed: TargetDocument[]) => draft.set({ targets: changed })
  return (
    <div id="catch-all">
      <Part title="Catch-all">
        <p className="muted">Woken when a ladder was climbed in vain, or nobody on it can be reached. Better one person too many here.</p>
        {targets.length === 0 && <p className={classes['overdue']}>Nobody: an unanswered page ends there.</p>}
        <TargetList
          of="the catch-all"
          label="Who is the catch-all"
          targets={targets}
          titleOf={(one) => targetName(one, document)}
          fixed={fixed}
          set={set}
        />
        <SaveBar
          dirty={draft.dirty}
          overtaken={draft.overtaken}
          says={
            <p>
              The catch-all is{' '}
              {namesOf(
                targets.map((one) => targetName(one, document)),
                6,
              )}
              . Pages under way ask the new one.
            </p>
          }
          saving={edit.isPending}
          error={edit.error}
          disabledReason={fixed}
          discard={() => {
            edit.reset()
            draft.discard()
          }}
          save={() => edit.mutate({ put: { catchAll: draft.value }, was: { catchAll: draft.was } }, { onSuccess: draft.discard })}
        />
      </Part>
    </div>
  )
}
