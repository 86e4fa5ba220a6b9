// The words of one call, made as the server makes them, when the call is made.
import type { Call } from '../record.ts'
import type { Claimed } from './outbox.ts'
import { serviceOf, type Delivery } from './store.ts'
import type { Worker, World } from './world.ts'

export type Making = { row: Delivery; claimed: Claimed; bundled: number }

export function messageFor({ store, now }: World, worker: Worker, { row, claimed, bundled }: Making): Call {
  const { message } = store.rules
  const incident = store.incidents.get(row.incidentId)
  if (incident === undefined) throw new Error('a call about no incident')
  const service = serviceOf(store, incident).name
  const { key, kind, contactId, channel } = row
  const call = { type: 'call', at: now(), by: worker.name, key, attempt: claimed.attempt, kind, contactId, channel } as const
  if (kind === 'notice') {
    const others = bundled > 0 ? ` (and so for ${bundled} more ${bundled === 1 ? 'incident' : 'incidents'} of this service)` : ''
    const text = message.clip(`${row.text ?? 'News'}${others}. ${message.titleText({ ...incident, service })}`, 160)
    return { ...call, short: text, title: text }
  }
  const timeZone = store.org.directory.people.get(row.userId)?.timeZone ?? 'UTC'
  const title = bundled > 0 ? `${incident.title} (and ${bundled} more ${bundled === 1 ? 'incident' : 'incidents'})` : incident.title
  const words = { ...incident, service, timeZone, attempt: claimed.attempt, title }
  return { ...call, short: message.shortText(words), title: message.titleText(words) }
}
