// Who asks, in which organisation, and what they may do. Denied unless a scope allows it.
import { ROLES, SCOPES_OF, type Role } from '@muster/contract/accounts.ts'
import { PERMISSIONS, type Action, type Scope } from '@muster/contract/api.ts'
import type { Actor } from '@muster/core/page/page.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'
import type { Sees } from '../store/db.ts'

export type { Action }

/** Somebody signed in, as a member of the organisation the request names. */
export type SignedIn = { accountId: string; memberId: string; role: Role }

/** Without `signedIn` it is a token, a signed link or Muster itself. `sees`: which private incidents. */
export type Caller = { orgId: OrgId; actor: Actor; scopes: readonly Scope[]; sees: Sees; signedIn?: SignedIn }

/** Whoever administers the organisation sees every incident of it; others the private ones that have drawn them in. */
export const seenBy = (scopes: readonly Scope[], ...ids: string[]): Sees => (scopes.includes('administer') ? 'all' : ids)

/** As what a token may see a private incident: it has no name of its own on the log to draw it in. */
export const namelessIn = ({ sees, signedIn }: Caller): readonly string[] => (sees === 'all' || signedIn !== undefined ? [] : sees)

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
  if (mayDo(caller, action)) return
  throw new Refused('FORBIDDEN', { reason: 'scope-missing', hint: hintFor(caller, PERMISSIONS[action]) })
}

function hintFor({ signedIn }: Caller, needed: Scope): string {
  if (signedIn === undefined) return `This needs a token with the scope "${needed}".`
  const role = ROLES.find((one) => SCOPES_OF[one].includes(needed)) ?? 'administrator'
  return `This needs the role ${role}; yours is ${signedIn.role}. An administrator of the organisation can change it.`
}

/** A token may speak for anybody; whoever is signed in speaks for themselves. */
export function permitSpeakingFor({ signedIn, actor }: Caller, person: { id: string; slug: string }): void {
  if (signedIn === undefined || (actor.type === 'user' && actor.id === person.id)) return
  throw new Refused('FORBIDDEN', {
    reason: 'not-yourself',
    hint: `You are signed in, so what you do stands under your own name. Leave out "as": ${person.slug} is somebody else.`,
  })
}
