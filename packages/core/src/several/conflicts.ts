// One expert, two incidents: who is needed in several at once, and which roles are wanted by more than one, in the order of impact.
import type { IncidentId } from '../vocabulary.ts'
import { IN_COMMAND } from './umbrella.ts'

export type Manned = {
  id: IncidentId
  /** Its umbrella, or itself: within one family one commander is as it should be. */
  family: IncidentId
  roles: Readonly<Record<string, string>>
  /** Roles that are called for and that nobody has yet, with whoever is being called now. */
  wanted: readonly { role: string; people: readonly string[] }[]
}

export type Conflict =
  | { type: 'person'; who: string; at: { id: IncidentId; roles: string[]; calledFor: string[] }[] }
  /** The first in the queue is helped first: it is the gravest. */
  | { type: 'role'; role: string; queue: { id: IncidentId; who: string | null }[] }

/** `all` in the order of impact. */
export function conflictsOf(all: readonly Manned[]): Conflict[] {
  return [...roleConflicts(all), ...personConflicts(all)]
}

function personConflicts(all: readonly Manned[]): Conflict[] {
  const people = [...new Set(all.flatMap(({ roles, wanted }) => [...Object.values(roles), ...wanted.flatMap((one) => one.people)]))]
  return people.flatMap((who): Conflict[] => {
    const commanded = new Set<IncidentId>()
    const at = all.flatMap((one) => {
      const held = Object.keys(one.roles).filter((role) => one.roles[role] === who)
      // Of one family only the first counts as commanded: the rest comes with it.
      const roles = held.filter((role) => role !== IN_COMMAND || !commanded.has(one.family))
      if (held.includes(IN_COMMAND)) commanded.add(one.family)
      const calledFor = one.wanted.flatMap(({ role, people: called }) => (called.includes(who) ? [role] : []))
      return roles.length + calledFor.length === 0 ? [] : [{ id: one.id, roles, calledFor }]
    })
    return at.length < 2 ? [] : [{ type: 'person', who, at }]
  })
}

function roleConflicts(all: readonly Manned[]): Conflict[] {
  const roles = [...new Set(all.flatMap(({ wanted }) => wanted.map(({ role }) => role)))]
  return roles.flatMap((role): Conflict[] => {
    const queue = all.flatMap(({ id, roles: held, wanted }) => {
      const who = held[role] ?? null
      return who !== null || wanted.some((one) => one.role === role) ? [{ id, who }] : []
    })
    return queue.length < 2 ? [] : [{ type: 'role', role, queue }]
  })
}
