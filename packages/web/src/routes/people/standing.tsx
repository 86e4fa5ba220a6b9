// Is this person on call, for what, until when; and when next.
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import { useOrg } from '../../api/use-api.ts'
import { Time } from '../../ui/time.tsx'
import type { PersonRow } from './view.ts'

export function Standing({ person, mine = false }: { person: Pick<PersonRow, 'onCall' | 'nextShift' | 'timeZone'>; mine?: boolean }) {
  const org = useOrg()
  const { onCall, nextShift, timeZone } = person
  const schedule = ({ slug, name }: { slug: string; name: string }) => (
    <Link to="/o/$org/schedules/$schedule" params={{ org, schedule: slug }}>
      {name}
    </Link>
  )
  return (
    <>
      {onCall.length === 0 ? (
        <p>{mine ? 'You are not on call.' : 'Not on call.'}</p>
      ) : (
        <p>
          <span className="strong">{mine ? 'You are on call' : 'On call'}</span> for{' '}
          {onCall.map((one, index) => (
            <Fragment key={one.schedule.slug}>
              {index > 0 && ' and '}
              {schedule(one.schedule)}
              {one.until === null ? ', for good' : <> until {<Time at={one.until} zones={[timeZone]} />}</>}
            </Fragment>
          ))}
          .
        </p>
      )}
      {nextShift === null ? (
        <p className="muted">No shift in the weeks to come.</p>
      ) : (
        <p className="muted">
          {mine ? 'Your next shift' : 'Next'}: {schedule(nextShift.schedule)} from <Time at={nextShift.from} zones={[timeZone]} />.
        </p>
      )}
    </>
  )
}
