// Who may do what to a system. A: safe, and can be undone. B: guarded. C: somebody else's. No severity widens it.
import type { Capability } from './pack.ts'

/** Whoever has answered and wears no other hat is the support engineer. */
const NOBODY_ELSE = 'support'

/** `held`: the roles somebody has in the incident. */
export function mayDo({ roles }: Capability, held: readonly string[]): boolean {
  const own = held.length === 0 ? [NOBODY_ELSE] : held
  return roles.some((role) => own.includes(role))
}
