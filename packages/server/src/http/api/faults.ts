// Fields that are not right, told all at once, each with its place, as the contract declares it.
import { ORPCError, ValidationError } from '@orpc/server'

/** Null for an error that is not about the input. */
export function faultsOf(error: unknown): Error | null {
  if (!(error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError)) return null
  const faults = error.cause.issues.map((issue) => ({ at: pathOf(issue.path ?? []), says: issue.message }))
  return new ORPCError('INVALID', { defined: true, status: 422, message: 'Some fields are not right', data: { faults }, cause: error })
}

function pathOf(path: readonly (PropertyKey | { key: PropertyKey })[]): string {
  return path.reduce<string>((text, step) => {
    const key = typeof step === 'object' ? step.key : step
    if (typeof key === 'number') return `${text}[${key}]`
    return text === '' ? String(key) : `${text}.${String(key)}`
  }, '')
}
