// Who is called beside the ladder's first rung, at once: by the column of the matrix, by the critical path, and by the sets a policy names.
import type { Page, PageEvent } from '../page/page.ts'
import type { ResponseClass } from '../vocabulary.ts'
import type { Pack } from './pack.ts'
import { columnFor } from './standing.ts'

/** What is known when it opens, or when it becomes graver. */
export type Known = {
  class: ResponseClass
  criticalPath: boolean
  runbook: { linked: boolean; complete: boolean; highRisk: boolean }
  /** A column that somebody has chosen. */
  column?: string | undefined
  /** The sets of roles that the policy calls besides. */
  sets: readonly string[]
}

/** The role of whoever answers the ladder: nobody is called for it besides. */
export const ON_THE_LADDER = 'support'
/** The set for what the business lives by, whatever the severity. */
const EVERYONE = 'everyone'

/** Roles, each once; those the pack does not know are left out. */
export function calledAtOnce(pack: Pack, { class: of, criticalPath, runbook, column, sets }: Known): string[] {
  const open = column ?? columnFor(pack.columns, of, { criticalPath, runbook })?.id
  const byColumn = pack.columns.find(({ id }) => id === open)?.pages ?? []
  const bySets = [...(criticalPath ? [EVERYONE] : []), ...sets].flatMap((name) => pack.sets[name]?.[of] ?? [])
  return [...new Set([...byColumn, ...bySets])].filter((role) => role !== ON_THE_LADDER)
}

export type Heard = { type: 'ask.accepted' | 'ask.expired' | 'role.taken' | 'role.released'; body: object }

/** What happens to a call for a role means for the protocol. Whoever answers the call has the role, until they hand it on. */
export function heard(before: Page | undefined, { asked }: Page, event: PageEvent): Heard[] {
  if (asked === undefined) return []
  const { role, name } = asked
  if (event.type === 'page.exhausted') return [{ type: 'ask.expired', body: { role, name } }]
  if (event.type === 'page.acknowledged' && event.by.type === 'user') {
    const who = { role, name, who: event.by.id, by: event.by }
    return [
      { type: 'ask.accepted', body: { ...who, text: '' } },
      { type: 'role.taken', body: who },
    ]
  }
  const isGivenBack = event.type === 'page.declined' && before?.state === 'acknowledged'
  return isGivenBack ? [{ type: 'role.released', body: { role, name, by: event.by } }] : []
}
