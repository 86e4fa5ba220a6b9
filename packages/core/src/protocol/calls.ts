// Who is called beside the ladder's first rung, at once: by the column of the matrix, by the critical path, and by the sets a policy names.
import type { Actor, Page, PageEvent } from '../page/page.ts'
import { SEVERITIES, type ResponseClass, type Severity } from '../vocabulary.ts'
import { all, byTime, last } from './ask.ts'
import type { Facts } from './facts.ts'
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

/** Roles that were asked for since it last became graver, came back, or lost whoever had them: nobody is called twice for one state of things. */
export function askedFor(facts: Facts): string[] {
  const raised = [...all(facts, { logged: 'severity.changed' }), ...all(facts, { logged: 'incident.severity-raised' })]
  const graver = raised.filter(({ body }) => placeOf(body['to']) < placeOf(body['from']))
  const since = Math.max(0, ...[...graver, ...all(facts, { logged: 'incident.reopened' })].map(({ observedAt }) => observedAt))
  return all(facts, { logged: 'ask.sent' }).flatMap((ask) => {
    const role = String(ask.body['role'])
    const released = last(facts, { logged: 'role.released', where: { role } })
    return ask.observedAt >= since && (released === undefined || byTime(ask, released) > 0) ? [role] : []
  })
}

/** Whoever had the role until it was last given back, or taken from them: they come last when it is called for again. */
export function hadBefore(facts: Facts, role: string): string | null {
  const released = last(facts, { logged: 'role.released', where: { role } })
  if (released === undefined) return null
  const taken = all(facts, { logged: 'role.taken', where: { role } }).findLast((one) => byTime(one, released) < 0)
  return taken === undefined ? null : String(taken.body['who'])
}

const placeOf = (severity: unknown): number => SEVERITIES.indexOf(severity as Severity)

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
  // Others who were rung may still press "I can't take this": it takes nothing from whoever has it.
  const isGivenBack = event.type === 'page.declined' && before?.state === 'acknowledged' && isSame(before.by, event.by)
  return isGivenBack ? [{ type: 'role.released', body: { role, name, by: event.by } }] : []
}

const isSame = (one: Actor, other: Actor): boolean => one.type === 'user' && other.type === 'user' && one.id === other.id
