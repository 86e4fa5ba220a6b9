// Whom something calls: schedules and people, each with a way off the list, and one to add.
import { Button } from '../ui/button.tsx'
import type { TargetDocument } from './config.ts'
import classes from './target-list.module.css'
import { keyOf, TargetSelect } from './target-select.tsx'

type Props = {
  /** As in "Take Ana off the catch-all". */
  of: string
  /** As in "Who is the catch-all". */
  label: string
  targets: readonly TargetDocument[]
  titleOf: (target: TargetDocument) => string
  /** Why nobody may change it; null: they may. */
  fixed: string | null
  set: (targets: TargetDocument[]) => void
}

export function TargetList({ of, label, targets, titleOf, fixed, set }: Props) {
  return (
    <>
      <ul className={classes['targets']} aria-label={label}>
        {targets.map((target) => (
          <li key={keyOf(target)} className={classes['target']}>
            <span>
              <span className="muted small">{'schedule' in target ? 'on call in ' : 'always '}</span>
              {titleOf(target)}
            </span>
            {fixed === null && (
              <Button
                variant="subtle"
                aria-label={`Take ${titleOf(target)} off ${of}`}
                onClick={() => set(targets.filter((one) => one !== target))}
              >
                ✕
              </Button>
            )}
          </li>
        ))}
      </ul>
      {fixed === null && <TargetSelect label={`Add somebody to ${of}`} hidden without={targets} add={(one) => set([...targets, one])} />}
    </>
  )
}
