// Who would be woken when, as one sentence that can be read aloud.
import type { PolicyDocument } from '../../parts/config.ts'
import { namesOf } from '../../parts/standing.tsx'
import type { WouldWake, Woken } from '../../parts/would-wake.ts'
import { useNow } from '../../ui/clock.ts'
import { clockTime } from '../../ui/times.ts'
import classes from './policies.module.css'

type Props = { would: WouldWake; at: number | null; policy: PolicyDocument }

export function WouldWakeWords({ would, at, policy }: Props) {
  const now = useNow()
  const clock = (moment: number) => clockTime(moment, { now })
  const first = would.rungs.filter(({ pass, people }) => pass === 1 && people.length > 0)
  const start = at === null ? 'If an alert came now' : `If an alert came ${clock(at)}`
  if (first.length === 0)
    return (
      <p className={classes['sentence']}>
        {start}, <span className={classes['overdue']}>nobody on this ladder could be woken</span>
        {would.catchAll.people.length === 0 ? (
          ', and the catch-all is empty too.'
        ) : (
          <>: the catch-all is, {names(would.catchAll.people)}.</>
        )}
      </p>
    )
  return (
    <p className={classes['sentence']}>
      {start}, it would wake{' '}
      {first.map(({ rung, at: when, people }, index) => (
        <span key={rung}>
          {index > 0 && (index === first.length - 1 ? ' and ' : ', ')}
          <span className="strong">{names(people)}</span> {index === 0 && at === null ? 'at once' : `at ${clock(when)}`}
        </span>
      ))}
      {policy.repeat > 0 && `, then the same again ${policy.repeat === 1 ? 'once' : `${policy.repeat} times`}`}. At{' '}
      {clock(would.catchAll.at)}{' '}
      {would.catchAll.people.length === 0 ? (
        <span className={classes['overdue']}>it would end unanswered: the catch-all is empty.</span>
      ) : (
        <>the catch-all, {names(would.catchAll.people)}.</>
      )}
    </p>
  )
}

const names = (people: readonly Woken[]): string =>
  namesOf(
    people.map(({ name }) => name),
    5,
  )
