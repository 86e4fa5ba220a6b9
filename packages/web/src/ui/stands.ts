// How a reading stands: what was read before stays on screen while it is read anew, but not once it is there no more.
import { failureOf } from '../api/failure.ts'

export type Stands = 'loading' | 'failed' | 'read' | 'not-anew'

/** `isLost`: the banner says of everything on screen since when it is not kept up to date. */
export function standsOf({ data, error }: { data: unknown; error: unknown }, isLost: boolean): Stands {
  if (error === null || error === undefined) return data === undefined ? 'loading' : 'read'
  const { kind } = failureOf(error)
  if (data === undefined || kind === 'missing' || kind === 'forbidden') return 'failed'
  // Of being signed out the banner says so too.
  return isLost || kind === 'signed-out' ? 'read' : 'not-anew'
}
