// What an entry names must be there: a role of the pack, a duty that is owed, an entry that somebody wrote.
import { protocolEntry, type ProtocolEntry } from '@muster/contract/protocol-entry.ts'
import { askedBack } from '@muster/core/protocol/packet.ts'
import { acceptedIn } from '@muster/core/several/degradations.ts'
import { Refused } from '../actor.ts'
import { checkEntries } from './check-entries.ts'
import { invalid } from './invalid.ts'
import { checkAnswers } from '../communication/answers.ts'
import type { Seen } from './show-protocol.ts'

/** Entries of Muster itself, and of people to pages, are not corrected: they are what happened. */
const WRITTEN_BY_PEOPLE: ReadonlySet<string> = new Set([
  'incident.said',
  'question.asked',
  'file.added',
  ...protocolEntry.options.map((one) => one.shape.type.value),
])

function checkOwed(duty: string, { reading }: Seen): void {
  const owed = reading.obligations.find(({ key, state }) => key === duty && (state === 'due' || state === 'overdue'))
  if (owed === undefined) throw invalid('entry.duty', 'Nothing of that key is owed now.')
}

export function checkNames(entry: ProtocolEntry, seen: Seen): void {
  const { pack, facts } = seen
  checkEntries(entry, facts)
  const among = (field: string, name: string, known: readonly { id: string }[]) => {
    if (!known.some(({ id }) => id === name))
      throw invalid(`entry.${field}`, `The pack has no ${field} "${name}". It has ${known.map(({ id }) => id).join(', ')}.`)
  }
  switch (entry.type) {
    case 'role.taken':
    case 'role.released':
    case 'ask.sent':
    case 'ask.accepted':
    case 'ask.expired':
      return among('role', entry.role, pack.roles)
    case 'update.sent':
      among('audience', entry.audience, pack.audiences)
      return checkAnswers(entry.answers ?? [], facts, { at: 'entry.answers', audience: entry.audience })
    case 'promise.made':
      return among('audience', entry.audience, pack.audiences)
    case 'question.answered':
      return checkAnswers([entry.question], facts, { at: 'entry.question' })
    case 'column.chosen':
      return among('column', entry.column, pack.columns)
    case 'phase.entered':
      return among('phase', entry.phase, pack.phases)
    case 'deviation.invoked':
    case 'deviation.recorded':
      return among('deviation', entry.deviation, pack.deviations)
    case 'packet.sent': {
      among('about', entry.about, pack.specialists)
      const vague = pack.specialists.filter(({ id }) => id === entry.about).flatMap((one) => askedBack(one, entry.answers))
      if (vague.length > 0)
        throw new Refused('INVALID', {
          reason: 'too-vague',
          hint: 'Say it so that they can act on it at once.',
          faults: vague.map(({ field, asks }) => ({ at: `entry.answers.${field}`, says: `Say it exactly: ${asks}` })),
        })
      return
    }
    case 'duty.snoozed':
    case 'duty.waived':
      return checkOwed(entry.duty, seen)
    case 'degradation.lifted': {
      if (!acceptedIn(facts).some(({ seq }) => seq === entry.of))
        throw invalid('entry.of', 'Nothing of that number is accepted as degraded now.')
      return
    }
    case 'entry.corrected':
    case 'entry.withdrawn': {
      const wrong = facts.bySeq.get(entry.seq)
      if (wrong === undefined) throw invalid('entry.seq', `There is no entry ${entry.seq}, or it was taken back already.`)
      if (!WRITTEN_BY_PEOPLE.has(wrong.type) || Object(wrong.body['by']).type === 'system' || wrong.type.startsWith('entry.'))
        throw invalid('entry.seq', 'Only what people wrote can be corrected; write what you know as an entry of its own.')
      return
    }
    default:
  }
}
