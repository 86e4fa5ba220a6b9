// What a screen shows when there is nothing, not yet anything, or something went wrong: always the next step.
import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { failureOf } from '../api/failure.ts'
import { signInFrom } from '../api/session.ts'
import { useConnection } from '../live/connection.ts'
import { useAfter } from './after.ts'
import { Button } from './button.tsx'
import { standsOf, type Stands } from './stands.ts'
import classes from './states.module.css'
import { Time } from './time.tsx'

/** Says what this place will hold, and how the first one gets here. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <section className={classes['state']}>
      <p className="strong">{title}</p>
      {children !== undefined && <div className="muted">{children}</div>}
      {action}
    </section>
  )
}

/** Keeps the shape of what is coming. */
export function Loading({ rows = 5, height = 56 }: { rows?: number; height?: number }) {
  return (
    <div role="status" aria-label="Loading" className={classes['loading']}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} radius="sm" />
      ))}
    </div>
  )
}

export function Failed({ error, retry }: { error: unknown; retry?: () => unknown }) {
  const { kind, says, hint } = failureOf(error)
  return (
    <section className={classes['state']} role="alert">
      <p className="strong">{says}</p>
      <p className="muted">{hint}</p>
      {kind === 'signed-out' ? (
        <a href={signInFrom(location)}>Sign in, and come back here</a>
      ) : (
        retry !== undefined && <Button onClick={() => void retry()}>Try again</Button>
      )}
    </section>
  )
}

type Reading = { data: unknown; error: unknown; dataUpdatedAt?: number; refetch: () => unknown }
type Query<T> = Reading & { data: T | undefined }

export const useStands = (reading: Pick<Reading, 'data' | 'error'>): Stands => standsOf(reading, useConnection().state === 'lost')

/** One that fails once and then comes is read anew by itself: nobody needs to hear of it. */
const QUIET_MS = 2500

/** Above what was read before, for as long as it cannot be read anew. */
export function NotReadAnew({ reading }: { reading: Reading }) {
  const isShown = useAfter(useStands(reading) === 'not-anew', QUIET_MS)
  if (!isShown) return null
  // Asked for only now: whoever asks is drawn anew at every reading.
  const { dataUpdatedAt = 0, refetch } = reading
  return (
    <div className={classes['stale']} role="status">
      <span className="muted small">
        Not read anew
        {dataUpdatedAt > 0 && (
          <>
            {' '}
            since <Time at={dataUpdatedAt} only="clock" />
          </>
        )}
        .
      </span>
      <Button size="compact-sm" onClick={() => void refetch()}>
        Try again
      </Button>
    </div>
  )
}

/** One query, its three ways of not being there yet, and what to do with its data. What was read before stays on screen while it is read anew. */
export function Shown<T>({ query, rows, children }: { query: Query<T>; rows?: number; children: (data: T) => ReactNode }) {
  const stands = useStands(query)
  if (stands === 'failed') return <Failed error={query.error} retry={query.refetch} />
  if (query.data === undefined) return <Loading {...(rows === undefined ? {} : { rows })} />
  return (
    <>
      <NotReadAnew reading={query} />
      {children(query.data)}
    </>
  )
}

/** Under a form or a button: why what was pressed did not happen. */
export function NotDone({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null
  const { says, hint, faults } = failureOf(error)
  return (
    <div className={classes['not-done']} role="alert">
      <p>
        <span className="strong">{says}</span> {hint}
      </p>
      {faults.length > 0 && (
        <ul>
          {faults.map((fault) => (
            <li key={`${fault.at} ${fault.says}`}>
              {fault.at !== '' && <code>{fault.at}</code>} {fault.says}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
