// Says at the edge of the screen what was just done.
import { Button } from '../ui/button.tsx'
import { dismiss, useToasts } from './toast-list.ts'
import classes from './toasts.module.css'

export function Toasts() {
  const toasts = useToasts()
  return (
    <div className={classes['toasts']} role="status" aria-live="polite">
      {toasts.map(({ id, says, undo }) => (
        <div key={id} className={classes['toast']}>
          <span>{says}</span>
          {undo !== null && (
            <Button
              onClick={() => {
                dismiss(id)
                undo()
              }}
            >
              Undo
            </Button>
          )}
        </div>
      ))}
    </div>
  )
}
