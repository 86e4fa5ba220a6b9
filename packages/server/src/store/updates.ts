// Sending an update to those who are meant to read it: by e-mail where they have it, else by the first way that rings them.
import type { Moment } from '@muster/core/page/climb.ts'
import type { Person } from '@muster/core/page/directory.ts'
import type { UserId } from '@muster/core/vocabulary.ts'
import type { Held, Reminder } from './held.ts'
import type { OrgConfig } from './org-config.ts'

/** Whom Muster sends the updates for this audience, each once. */
export function readersOf(config: OrgConfig, audience: string, { roster }: Pick<Moment, 'roster'>): Person[] {
  const ids = new Set((config.audiences[audience] ?? []).flatMap((target) => roster.people(target)))
  return [...ids].flatMap((id) => config.directory.people.get(id) ?? []).filter((person) => wayTo(config, person) !== null)
}

/** Answers whom it is sent to. */
export function sendUpdate(
  held: Held,
  config: OrgConfig,
  { audience, text, moment }: { audience: string; text: string; moment: Moment },
): UserId[] {
  return readersOf(config, audience, moment).flatMap((person) => {
    const way = wayTo(config, person)
    if (way === null) return []
    held.reminders.push({ reason: 'update', userId: person.id, ...way, text })
    return [person.id]
  })
}

/** A contact that rings nobody for pages can still be read: it need not stand in a rule. */
function wayTo({ contacts }: OrgConfig, { id, rules }: Person): Pick<Reminder, 'contactId' | 'channel'> | null {
  const mail = [...contacts.values()].find(({ userId, channel }) => userId === id && channel === 'email')
  if (mail !== undefined) return { contactId: mail.id, channel: 'email' }
  const [first] = rules
  return first === undefined ? null : { contactId: first.contactId, channel: first.channel }
}
