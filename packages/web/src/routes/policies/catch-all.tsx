// The last resort of the organisation: who is woken when a ladder is empty, or was climbed in vain.
import { useEdit, useEditReason, type Document, type TargetDocument } from '../../parts/config.ts'
import { useDraft } from '../../parts/draft.ts'
import { namesOf } from '../../parts/standing.tsx'
import { SaveBar } from '../../parts/save-bar.tsx'
import { keyOf, targetName, TargetSelect } from '../../parts/target-select.tsx'
import { Button } from '../../ui/button.tsx'
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
        <ul className={classes['targets']} aria-label="Who is the catch-all">
          {targets.map((target) => (
            <li key={keyOf(target)} className={classes['target']}>
              <span>
                <span className="muted small">{'schedule' in target ? 'on call in ' : 'always '}</span>
                {targetName(target, document)}
              </span>
              <Button
                variant="subtle"
                disabledReason={fixed}
                aria-label={`Take ${targetName(target, document)} off the catch-all`}
                onClick={() => set(targets.filter((one) => one !== target))}
              >
                ✕
              </Button>
            </li>
          ))}
        </ul>
        {fixed === null && (
          <TargetSelect label="Add somebody to the catch-all" hidden without={targets} add={(one) => set([...targets, one])} />
        )}
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
