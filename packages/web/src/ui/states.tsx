// What a screen shows when there is nothing, not yet anything, or something went wrong: always the next step.
import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { failureOf } from '../api/failure.ts'
import { signInFrom } from '../api/session.ts'
import { Button } from './button.tsx'
import classes from './states.module.css'

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

type Query<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown }

/** One query, its three ways of not being there yet, and what to do with its data. What was read before stays on screen while it is read anew. */
export function Shown<T>({ query, rows, children }: { query: Query<T>; rows?: number; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error !== null && query.error !== undefined) return <Failed error={query.error} retry={query.refetch} />
  return <Loading {...(rows === undefined ? {} : { rows })} />
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
