// When I am on call: now, and the shifts to come.
import { Link } from '@tanstack/react-router'
import { useOrg } from '../../api/use-api.ts'
import type { Myself } from '../../parts/add-contact.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './my-page.module.css'

export function MyShifts({ me }: { me: Myself }) {
  const org = useOrg()
  return (
    <>
      {me.onCall.map(({ schedule, until }) => (
        <p key={schedule.slug}>
          <span className="strong">You are on call</span> for {schedule.name}
          {until === null ? ', for good.' : <> until {<Time at={until} zones={[me.timeZone]} />}.</>}
        </p>
      ))}
      {me.onCall.length === 0 && <p>You are not on call now.</p>}
      {me.shifts.length === 0 && <p className="muted">No shift within 60 days.</p>}
      <ul className={classes['list']}>
        {me.shifts.map(({ schedule, from, to }) => (
          <li key={`${schedule.slug} ${from}`} className={classes['row']}>
            <span>
              <Time at={from} zones={[me.timeZone]} only="clock" />
              {to === null ? ', for good' : <> to {<Time at={to} zones={[me.timeZone]} only="clock" />}</>}
            </span>
            <Link to="/o/$org/schedules/$schedule" params={{ org, schedule: schedule.slug }}>
              {schedule.name}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
