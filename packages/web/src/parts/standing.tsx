// Who has an incident, who is being woken, who is next and when: the sentence a person needs first.
import { useNow } from '../ui/clock.ts'
import { clockTime, duration } from '../ui/times.ts'
import classes from './standing.module.css'

export type Standing = {
  status: 'triggered' | 'acknowledged' | 'resolved'
  holder: { name: string; at: string } | null
  paging: readonly { name: string; state: string }[]
  next: {
    at: string
    who: readonly string[]
    because?: 'rung-elapsed' | 'acknowledgement-elapsed' | 'snooze-elapsed'
    isLastResort?: boolean
  } | null
  unowned: boolean
}

const NEXT_WORDS = {
  'rung-elapsed': 'Next',
  'acknowledgement-elapsed': 'If it goes quiet',
  'snooze-elapsed': 'After the quiet',
} as const

export function StandingWords(standing: Standing) {
  const now = useNow()
  const { status, holder, next, unowned } = standing
  if (status === 'resolved') return <span className={classes['kept']}>Resolved</span>
  return (
    <span className={classes['standing']}>
      {holder !== null && <span className={classes['kept']}>{holder.name} has it.</span>}
      {holder === null && unowned && <span className={classes['overdue']}>Nobody answered: the whole ladder was called.</span>}
      {holder === null && !unowned && next === null && standing.paging.length === 0 && (
        <span className="muted">Nobody is called for it.</span>
      )}
      {holder === null && !unowned && (next !== null || standing.paging.length > 0) && (
        <span className={classes['due']}>{calledWords(standing.paging)}</span>
      )}
      {next !== null && (
        <span className="muted">
          {NEXT_WORDS[next.because ?? 'rung-elapsed']}: {namesOf(next.who)}
          {next.isLastResort === true && ', the last resort,'} at {clockTime(Date.parse(next.at), { now })}{' '}
          <span role="timer">({duration(Date.parse(next.at) - now)})</span>
        </span>
      )}
    </span>
  )
}

function calledWords(paging: Standing['paging']): string {
  const called = paging.filter(({ state }) => state === 'paging').map(({ name }) => name)
  if (called.length === 0) return 'Nobody has it yet.'
  return `Nobody has it yet. ${namesOf(called)} ${called.length === 1 ? 'is' : 'are'} being called.`
}

/** "Ana, Ben and 3 others": a list of names that stays short. */
export function namesOf(names: readonly string[], most = 3): string {
  if (names.length === 0) return 'nobody'
  if (names.length > most) return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} others`
  return names.length === 1 ? String(names[0]) : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
