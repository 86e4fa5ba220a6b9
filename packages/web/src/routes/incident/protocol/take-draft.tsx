// Below a form whose draft would read otherwise by now: there, so that what is about to be pressed stays where it is.
import { Button } from '../../../ui/button.tsx'
import { newDraftSays } from './new-draft.ts'
import classes from './protocol.module.css'

type Props = { taken: string; fresh: string; isTyped: boolean; take: () => void }

export function TakeDraft({ taken, fresh, isTyped, take }: Props) {
  const says = newDraftSays(taken, fresh)
  if (says === null) return null
  return (
    <div className={classes['draft']} role="status">
      <Button size="compact-sm" onClick={take}>
        {says}
      </Button>
      {isTyped && <p className="muted small">It replaces what you have written.</p>}
    </div>
  )
}
