// A breath with somebody beside you: four seconds in, four seconds out. It stands below the next step and covers nothing.
import { useEffect, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { useNow } from '../../../ui/clock.ts'
import { usePanel } from '../../../ui/panel.ts'
import type { IncidentView } from '../view.ts'
import { breathAt } from './breath.ts'
import classes from './calm.module.css'

export function Breathe({ incident }: { incident: IncidentView }) {
  const { opened, open, close } = usePanel('breathe')
  if (opened) return <Pacer close={close} />
  if (incident.status === 'resolved') return null
  return (
    <Button size="compact-sm" variant="subtle" className={classes['quiet']} onClick={open}>
      Breathe for a moment
    </Button>
  )
}

function Pacer({ close }: { close: () => void }) {
  const now = useNow()
  const [from] = useState(now)
  useEffect(() => {
    const press = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') close()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [close])
  const { words, breaths } = breathAt(Math.max(0, Math.floor((now - from) / 1000)))
  return (
    <section className={classes['pacer']} aria-label="Breathe">
      <span className={classes['circle']} aria-hidden />
      <div>
        <p role="timer" className={classes['breath']}>
          {words}
        </p>
        <p className="muted small">
          {breaths === 0
            ? 'Four seconds in, four seconds out. The step above waits for you.'
            : `${breaths} ${breaths === 1 ? 'breath' : 'breaths'}.`}
        </p>
      </div>
      <Button size="compact-sm" className={classes['enough']} onClick={close} aria-keyshortcuts="Escape">
        Enough
      </Button>
    </section>
  )
}
