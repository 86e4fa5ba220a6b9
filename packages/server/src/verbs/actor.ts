// Who asks, in which organisation, and what they may do. Denied unless a scope allows it.
import { PERMISSIONS, type Action, type Scope } from '@muster/contract/api.ts'
import type { Actor } from '@muster/core/page/page.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'

export type { Action }

export type Caller = { orgId: OrgId; actor: Actor; scopes: readonly Scope[] }

/** A refusal or a fault a verb ends with; the HTTP layer turns it into the declared wire error. */
export class Refused extends Error {
  readonly code: 'FORBIDDEN' | 'NOT_FOUND' | 'CONFLICT' | 'INVALID'
  readonly reason: string
  readonly hint: string
  readonly faults: readonly { at: string; says: string }[]

  constructor(code: Refused['code'], said: { reason: string; hint: string; faults?: readonly { at: string; says: string }[] }) {
    super(said.reason)
    this.code = code
    this.reason = said.reason
    this.hint = said.hint
    this.faults = said.faults ?? []
  }
}

export function mayDo(caller: Caller, action: Action): boolean {
  return caller.scopes.includes(PERMISSIONS[action])
}

export function permit(caller: Caller, action: Action): void {
  const needed = PERMISSIONS[action]
  if (!mayDo(caller, action))
    throw new Refused('FORBIDDEN', { reason: 'scope-missing', hint: `This needs a token with the scope "${needed}".` })
}
