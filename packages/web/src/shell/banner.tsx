// Above the screen when it may be out of date: since when, what still works.
import { useIsMutating } from '@tanstack/react-query'
import { signInFrom } from '../api/session.ts'
import { useConnection } from '../live/connection.ts'
import { useAfter } from '../ui/after.ts'
import { Time } from '../ui/time.tsx'
import type { Account } from './account.ts'
import classes from './banner.module.css'

/** A restart of the server takes a second or two: nobody needs to hear of it. */
const QUIET_MS = 2500

export function Banner({ account }: { account: Account }) {
  const { state, sinceAt } = useConnection()
  const waiting = useIsMutating()
  const lostLong = useAfter(state === 'lost', QUIET_MS)
  return (
    <div role="status" aria-live="polite">
      {account === 'ended' && (
        <p className={classes['banner']}>
          <span className="strong">You are signed out.</span> What you see is no longer kept up to date.{' '}
          <a href={signInFrom(location)}>Sign in, and come back here</a>
        </p>
      )}
      {account === 'left' && (
        <p className={classes['banner']}>
          <span className="strong">You are not a member of this organisation.</span> What you see is no longer kept up to date. An
          administrator can invite you.
        </p>
      )}
      {lostLong && account === 'in' && (
        <p className={classes['banner']}>
          <span className="strong">Not connected.</span> What you see is from <Time at={sinceAt} />.{' '}
          {waiting > 0 ? 'What you pressed has not been confirmed yet.' : 'Nothing you pressed is waiting.'} Links in your messages go on
          working when you have a signal.
        </p>
      )}
    </div>
  )
}
