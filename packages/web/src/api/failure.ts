// What a failed request means to the person who waits for it: one sentence, and what to do.
import { ORPCError } from '@orpc/client'

export type Failure = {
  kind: 'signed-out' | 'forbidden' | 'missing' | 'refused' | 'invalid' | 'away' | 'fault'
  says: string
  hint: string
  reason: string | null
  /** Fields that are not right, by their place in what was sent. */
  faults: readonly { at: string; says: string }[]
}

/** A failure that is already in words: what another door than the contract's answered. */
export class Refusal extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.says)
    this.failure = failure
  }
}

export function failureOf(error: unknown): Failure {
  if (error instanceof Refusal) return error.failure
  if (!(error instanceof ORPCError)) return away('The server does not answer.')
  const said = dataOf(error.data)
  const failure = (kind: Failure['kind'], says: string, hint: string): Failure => ({
    kind,
    says,
    hint: said.hint ?? hint,
    reason: said.reason,
    faults: said.faults,
  })
  if (error.status === 401) return failure('signed-out', 'You are signed out.', 'Sign in again; nothing was changed.')
  if (error.status === 403) return failure('forbidden', 'You may not do that here.', 'Ask an administrator of this organisation.')
  if (error.status === 404) return failure('missing', 'There is no such thing here.', 'It may have been removed, or the address is wrong.')
  if (error.status === 409) return failure('refused', 'That is not possible now.', 'Look at the present state, and try again.')
  if (error.status === 413) return failure('refused', 'That is too large.', 'Send less of it.')
  if (error.status === 422) return failure('invalid', 'Some fields are not right.', 'Mend what is marked, then save again.')
  if (error.status === 429) return failure('refused', 'Too much at once.', 'Wait a minute, then try again.')
  if (error.status === 503 || error.status === 502 || error.status === 504) return away('The server cannot reach its database.')
  return failure('fault', 'Muster met a fault of its own.', 'Nothing was changed. Try again; the server’s log knows more.')
}

export function away(says: string): Failure {
  return { kind: 'away', says, hint: 'Nothing was lost. It is asked again by itself; you may also try now.', reason: null, faults: [] }
}

function dataOf(data: unknown): { reason: string | null; hint: string | null; faults: Failure['faults'] } {
  const record = data !== null && typeof data === 'object' ? (data as Record<string, unknown>) : {}
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  const listed = Array.isArray(record['faults']) ? record['faults'] : Array.isArray(record['issues']) ? record['issues'] : []
  const faults = listed.map((one: Record<string, unknown>) => ({
    at: Array.isArray(one['path']) ? one['path'].join('.') : (text(one['at']) ?? ''),
    says: text(one['says']) ?? text(one['message']) ?? 'not right',
  }))
  return { reason: text(record['reason']), hint: text(record['hint']), faults }
}
