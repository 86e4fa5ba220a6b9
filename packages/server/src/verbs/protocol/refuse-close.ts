// An incident is closed once: after its end, when it is watched no longer, and when nothing that stands before it is owed.
import type { ProtocolEntry } from '@muster/contract/protocol-entry.ts'
import { blocking, heldBack } from '@muster/core/protocol/read.ts'
import { Refused } from '../actor.ts'
import { refusal } from '../incident/change-incident.ts'
import type { Seen } from './show-protocol.ts'

/** So many are named; the screen has all of them. */
const NAMED = 3

export function refuseClose(entry: ProtocolEntry, { incident, reading }: Seen): void {
  if (entry.type !== 'incident.closed') return
  if (incident.status !== 'resolved') throw refusal('not-resolved')
  if (reading.closedAt !== null) throw refusal('already-closed')
  const rule = heldBack(reading, 'incident.close')
  if (rule !== null) throw new Refused('CONFLICT', { reason: 'held-back', hint: `${rule.says} ${rule.instead}` })
  const owed = blocking(reading, 'close')
  if (owed.length === 0) return
  const named = owed.slice(0, NAMED).map(({ says }) => says)
  const more = owed.length > NAMED ? ` And ${owed.length - NAMED} more.` : ''
  throw new Refused('CONFLICT', { reason: 'still-owed', hint: `Do these first, or say why they are not needed: ${named.join(' ')}${more}` })
}
