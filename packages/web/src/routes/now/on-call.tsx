// Am I on call, who is, and when will nobody be.
import { Link } from '@tanstack/react-router'
import { useOrg } from '../../api/use-api.ts'
import { namesOf } from '../../parts/standing.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './now.module.css'
import type { NowView } from './view.ts'

export function Mine({ now }: { now: NowView }) {
  const org = useOrg()
  const { me } = now
  if (me === null)
    return (
      <p className="muted">
        No person of this organisation is you, so nothing will ring you.{' '}
        <Link to="/o/$org/me" params={{ org }}>
          My page
        </Link>{' '}
        says more.
      </p>
    )
  const [first] = me.onCall
  return (
    <p>
      {first === undefined ? (
        <span className="muted">You are not on call.</span>
      ) : (
        <>
          <span className="strong">You are on call</span> for {namesOf(me.onCall.map(({ schedule }) => schedule.name))}
          {first.until !== null && (
            <>
              {' '}
              until <Time at={first.until} />
            </>
          )}
          .
        </>
      )}{' '}
      {first === undefined && me.nextShift !== null && (
        <span className="muted">
          Your next shift begins <Time at={me.nextShift.from} />.
        </span>
      )}
    </p>
  )
}

export function OnCallNow({ now }: { now: NowView }) {
  const org = useOrg()
  if (now.onCall.length === 0)
    return (
      <p className="muted">
        No schedules yet.{' '}
        <Link to="/o/$org/policies" params={{ org }}>
          Make the first one
        </Link>{' '}
        to say who is on call when.
      </p>
    )
  return (
    <ul className={classes['list']}>
      {now.onCall.map(({ schedule, people, until }) => (
        <li key={schedule.slug}>
          <Link to="/o/$org/schedules/$schedule" params={{ org, schedule: schedule.slug }} className={classes['quiet-link']}>
            {schedule.name}
          </Link>
          <span className={people.length === 0 ? classes['overdue'] : 'strong'}>
            {people.length === 0 ? 'Nobody' : namesOf(people.map(({ name }) => name))}
          </span>
          {until !== null && (
            <span className="muted small">
              until <Time at={until} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

export function Gaps({ now }: { now: NowView }) {
  const org = useOrg()
  return (
    <ul className={classes['list']}>
      {now.gaps.slice(0, 5).map(({ schedule, from, to }) => (
        <li key={`${schedule.slug} ${from}`}>
          <Link to="/o/$org/schedules/$schedule" params={{ org, schedule: schedule.slug }} className={classes['quiet-link']}>
            {schedule.name}
          </Link>
          <span className={classes['due']}>
            <Time at={from} only="clock" />
            {to === null ? ', for more than two weeks' : <> to {<Time at={to} only="clock" />}</>}
          </span>
        </li>
      ))}
      {now.gaps.length > 5 && <li className="muted">and {now.gaps.length - 5} more in the next two weeks</li>}
    </ul>
  )
}
