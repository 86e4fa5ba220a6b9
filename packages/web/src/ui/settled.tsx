// Above a form whose matter somebody else has settled: the words are still here.
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import classes from './states.module.css'

export function SettledMeanwhile({ children, close }: { children: ReactNode; close: () => void }) {
  return (
    <div className={classes['settled']} role="status">
      <p>{children} What you have written is still here.</p>
      <Button size="compact-sm" onClick={close}>
        Close it
      </Button>
    </div>
  )
}
