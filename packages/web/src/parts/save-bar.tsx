// At the foot of a form: what will change, in a sentence, and the two ways out.
import { useBlocker } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { NotDone } from '../ui/states.tsx'
import classes from './save-bar.module.css'

type Props = {
  dirty: boolean
  overtaken?: boolean
  says: ReactNode
  save: () => void
  discard: () => void
  saving: boolean
  error: unknown
  disabledReason?: string | null
}

export function SaveBar({ dirty, overtaken = false, says, save, discard, saving, error, disabledReason = null }: Props) {
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      dirty && current.pathname !== next.pathname && !window.confirm('Leave without saving? What you changed here is lost.'),
    enableBeforeUnload: dirty,
    disabled: !dirty,
  })
  return (
    <div role="status" aria-live="polite">
      {dirty && (
        <section className={classes['bar']} aria-label="Not saved yet">
          <div className={classes['says']}>
            {says}
            {overtaken && <p className={classes['overtaken']}>Somebody saved a newer version meanwhile. Discard to see it.</p>}
            <NotDone error={error} />
          </div>
          <div className={classes['ways']}>
            <Button onClick={discard}>Discard</Button>
            <Button primary onClick={save} loading={saving} disabledReason={disabledReason}>
              Save
            </Button>
          </div>
        </section>
      )}
    </div>
  )
}
