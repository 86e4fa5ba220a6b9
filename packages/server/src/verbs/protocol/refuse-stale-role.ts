// A role is taken from, or given back by, whoever was seen to have it: an old screen takes no command away from somebody else.
import type { ProtocolEntry } from '@muster/contract/protocol-entry.ts'
import { last } from '@muster/core/protocol/ask.ts'
import { Refused } from '../actor.ts'
import { hintOf } from '../incident/hints.ts'
import { clockOf } from './draft.ts'
import { nameOf } from './show-roles.ts'
import type { Seen } from './show-protocol.ts'

const REASON = 'role-moved-on'

export function refuseStaleRole(entry: ProtocolEntry, seen: Seen): void {
  if ((entry.type !== 'role.taken' && entry.type !== 'role.released') || entry.from === undefined) return
  const { reading, facts, pack } = seen
  const holder = nameOf(seen, reading.roles[entry.role] ?? null)
  if (holder === null ? entry.from === null : holder.slug !== null && holder.slug === entry.from) return
  const called = pack.roles.find(({ id }) => id === entry.role)?.name ?? entry.role
  const taken = last(facts, { logged: 'role.taken', where: { role: entry.role } })
  const since = taken === undefined ? '' : ` since ${clockOf(taken.observedAt)}`
  const says = holder === null ? `${called} is vacant now.` : `${holder.name} is ${called}${since}.`
  throw new Refused('CONFLICT', { reason: REASON, hint: `${says} ${hintOf(REASON)}` })
}
