// How long is left for what is owed, ticking: in words, and at what time.
import { useClock } from '../../../ui/clock.ts'
import { Time } from '../../../ui/time.tsx'
import { rough } from '../../../ui/times.ts'
import classes from './protocol.module.css'

type Props = {
  at: string
  /** The incident is over: nothing of it is alarming any more. */
  calm?: boolean
}

export function ClockLeft({ at, calm = false }: Props) {
  const due = Date.parse(at)
  const words = useClock((now) => leftWords(due - now))
  const isOver = useClock((now) => due <= now)
  const tone = calm ? 'calm' : isOver ? 'overdue' : 'due'
  return (
    <span className={classes['clock']} data-tone={tone}>
      <span role="timer" className={classes['left']}>
        {words}
      </span>{' '}
      <span className="muted">
        {isOver ? 'since' : 'by'} <Time at={at} only="clock" />
      </span>
    </span>
  )
}

export function leftWords(leftMs: number): string {
  return leftMs <= 0 ? `${rough(-leftMs)} overdue` : `${rough(leftMs)} left`
}
