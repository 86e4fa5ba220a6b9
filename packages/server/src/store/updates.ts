// Sending an update to those who are meant to read it: by e-mail where they have it, else by the first way that rings them.
import type { Moment } from '@muster/core/page/climb.ts'
import type { Person } from '@muster/core/page/directory.ts'
import type { UserId } from '@muster/core/vocabulary.ts'
import { sightOf } from './circle.ts'
import type { Tx } from './db.ts'
import type { Held, Reminder } from './held.ts'
import type { OrgConfig } from './org-config.ts'

type Whom = {
  audience: string
  roster: Moment['roster']
  /** Who may see it, by id; null: everybody. */ circle: ReadonlySet<string> | null
}

/** Whom Muster sends the updates for this audience, each once. Of a private incident nobody hears who may not see it. */
export function readersOf(config: OrgConfig, { audience, roster, circle }: Whom): Person[] {
  const ids = new Set((config.audiences[audience] ?? []).flatMap((target) => roster.people(target)))
  return [...ids]
    .filter((id) => circle === null || circle.has(id))
    .flatMap((id) => config.directory.people.get(id) ?? [])
    .filter((person) => wayTo(config, person) !== null)
}

/** Answers whom it is sent to. */
export async function sendUpdate(
  tx: Tx,
  held: Held,
  config: OrgConfig,
  { audience, text, moment }: { audience: string; text: string; moment: Moment },
): Promise<UserId[]> {
  const { roster } = moment
  return readersOf(config, { audience, roster, circle: await sightOf(tx, held.incident) }).flatMap((person) => {
    const way = wayTo(config, person)
    if (way === null) return []
    held.reminders.push({ reason: 'update', userId: person.id, ...way, text })
    return [person.id]
  })
}

/** A contact that rings nobody for pages can still be read: it need not stand in a rule. */
export function wayTo({ contacts }: OrgConfig, { id, rules }: Person): Pick<Reminder, 'contactId' | 'channel'> | null {
  const mail = [...contacts.values()].find(({ userId, channel }) => userId === id && channel === 'email')
  if (mail !== undefined) return { contactId: mail.id, channel: 'email' }
  const [first] = rules
  return first === undefined ? null : { contactId: first.contactId, channel: first.channel }
}
