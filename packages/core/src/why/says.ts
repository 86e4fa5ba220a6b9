// A log entry as one sentence for a person: the only place that words them, for screens, the command line and reports alike.
import { protocolSentences } from './protocol-says.ts'
import { MINUTE, SAID_KINDS, SECOND, type Instant, type UserId } from '../vocabulary.ts'

export type Said = { at: Instant; type: string; body: Readonly<Record<string, unknown>> }
type NameOf = (userId: UserId) => string
type Telling = { at: Instant; body: Readonly<Record<string, unknown>>; who: string; people: string; one: string; taker: string }

/** Whose act it was: a person, a token, a monitor, or Muster itself. */
export function byWhom({ type, body }: Pick<Said, 'type' | 'body'>, nameOf: NameOf): string {
  const actor = body['by']
  if (typeof actor === 'object' && actor !== null) {
    if ('id' in actor && typeof actor.id === 'string') return 'name' in actor ? String(actor.name) : nameOf(actor.id as UserId)
    if ('name' in actor && typeof actor.name === 'string') return actor.name
  }
  return type === 'delivery.seen' && typeof body['userId'] === 'string' ? nameOf(body['userId'] as UserId) : 'Muster'
}

/** Times are told as lengths, because a sentence is read in many zones. */
export function says(entry: Said, nameOf: NameOf): string {
  const { body, at, type } = entry
  const ids = Array.isArray(body['people']) ? body['people'].filter((id): id is UserId => typeof id === 'string') : []
  const one = typeof body['userId'] === 'string' ? nameOf(body['userId'] as UserId) : 'somebody'
  const taker = typeof body['who'] === 'string' ? nameOf(body['who'] as UserId) : 'somebody'
  const telling = { at, body, who: byWhom(entry, nameOf), people: listed(ids.map(nameOf)), one, taker }
  return sentences.get(type)?.(telling) ?? unknown(entry)
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const words = (value: unknown): string => text(value).replaceAll('-', ' ')
const counted = (value: unknown, what: string): string => `${text(value)} ${what}${value === 1 ? '' : 's'}`
const rungOf = ({ rung, pass }: Telling['body']): string => `rung ${Number(rung) + 1}${Number(pass) > 1 ? ` in round ${text(pass)}` : ''}`

const within = (value: unknown, at: Instant): string => {
  if (typeof value !== 'number') return ''
  const ms = Math.max(0, value - at)
  if (ms < 2 * MINUTE) return `${Math.round(ms / SECOND)} s`
  return ms < 120 * MINUTE ? `${Math.round(ms / MINUTE)} min` : `${Math.round(ms / (60 * MINUTE))} h`
}

const keysOf = ({ keys }: Telling['body']): string => {
  const named = Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : []
  return named.length === 0 ? '' : `: ${named.slice(0, 3).join(', ')}${named.length > 3 ? ' …' : ''}`
}

/** A test climbs its ladder and reaches nobody. */
const calledIn = ({ isTest }: Telling['body']): string => (isTest === true ? 'Would have called' : 'Called')

const emptyBecause: Readonly<Record<string, string>> = {
  'no-one-on-call': 'nobody is on call for it',
  'no-contact-method': 'nobody on it has a way to be reached',
  'called-away': 'whoever is on it was just called away',
}

const cancelledBecause: Readonly<Record<string, string>> = {
  acknowledged: 'the page was answered',
  snoozed: 'the incident was snoozed',
  ended: 'the page was over',
  declined: 'they passed it on',
  removed: 'they were removed',
  'policy-changed': 'the ladder was changed',
  escalated: 'the ladder went on',
}

const sentences = new Map<string, (told: Telling) => string>([
  ...protocolSentences,
  ['signal.committed', () => 'The signal was stored.'],
  ['incident.opened', ({ body, who }) => `${opening(body, who)}: ${text(body['summary'])}`],
  ['incident.reopened', ({ body }) => `Opened again: ${text(body['why'])}.`],
  [
    'incident.severity-raised',
    ({ body }) => `Raised from ${text(body['fromLabel'] ?? body['from'])} to ${text(body['toLabel'] ?? body['to'])} by a graver alert.`,
  ],
  ['incident.not-paged', ({ body }) => `Nobody was paged: ${text(body['why'])}.`],
  ['incident.waits', ({ body }) => `Nobody was called yet: ${text(body['why'])}.`],
  ['incident.acknowledged', ({ who }) => `${who} has it.`],
  ['incident.resolved', ({ body, who }) => (body['why'] === 'by-hand' ? `${who} resolved it.` : 'Resolved: its alerts have cleared.')],
  ['incident.responder-asked', ({ who, one }) => `${who} asked ${one} to join.`],
  ['incident.said', ({ body, who }) => `${who} ${SAID_KINDS.find((kind) => kind === body['kind']) ?? 'said'}: ${text(body['text'])}`],
  ['page.started', ({ body }) => started(body)],
  [
    'page.rung-entered',
    ({ body, people, at }) =>
      `${calledIn(body)} ${people}${body['asked'] === undefined ? `, on ${rungOf(body)}` : ` as ${text(body['asked'])}`}. The next rung is due in ${within(body['nextAt'], at)}.`,
  ],
  ['page.rung-empty', ({ body }) => `Passed over ${rungOf(body)}: ${emptyBecause[text(body['why'])] ?? words(body['why'])}.`],
  [
    'page.acknowledged',
    ({ body, who, at }) =>
      body['asked'] === undefined
        ? `${who} acknowledged: the ladder stops.${againIn(body['nextAt'], at)}`
        : `${who} answered the call for the ${text(body['asked'])}.`,
  ],
  ['page.partly-acknowledged', ({ who }) => `${who} acknowledged; this rung needs the others too.`],
  ['page.acknowledgement-elapsed', () => 'Still open long after the answer: the ladder starts again.'],
  ['page.escalated', ({ who }) => `${who} escalated: the next rung is woken now.`],
  ['page.help-asked', ({ who }) => `${who} asked for help: the next rung is woken now.`],
  ['page.declined', ({ who }) => `${who} cannot take it.`],
  ['page.snoozed', ({ body, who, at }) => `${who} snoozed it for ${within(body['until'], at)}.`],
  ['page.snooze-ended', () => 'The snooze is over: the ladder starts again.'],
  ['page.undeliverable', ({ one }) => `No message reaches ${one}.`],
  [
    'page.person-removed',
    ({ body, who, one }) =>
      body['to'] === undefined
        ? `${one} is no longer part of this page.`
        : `${who} called ${one} away to #${text(body['to'])}: the ladder goes on without them.`,
  ],
  ['page.policy-changed', ({ who }) => `${who} put another ladder in force.`],
  ['page.exhausted', ({ body }) => `Nobody answered in ${counted(body['passes'], 'round')}.`],
  [
    'page.unowned',
    ({ body, people }) =>
      people === 'nobody' ? 'Nobody is left to call. This needs an owner.' : `${calledIn(body)} ${people} as the last resort.`,
  ],
  ['page.ended', () => 'The page is over.'],
  [
    'delivery.accepted',
    ({ body, one }) => `The ${text(body['kind']) || 'message'} for ${one} was taken by ${text(body['channel'])}${repeat(body)}.`,
  ],
  ['delivery.failed', ({ body, one }) => `${one} could not be reached by ${text(body['channel'])}: ${text(body['why'])}`],
  [
    'delivery.failed-for-now',
    ({ body, one, at }) => `${one} was not reached by ${text(body['channel'])}: ${text(body['why'])}${retried(body['retryAt'], at)}`,
  ],
  [
    'delivery.cancelled',
    ({ body, one }) => `${one} was not called by ${text(body['channel'])}: ${cancelledBecause[text(body['why'])] ?? words(body['why'])}.`,
  ],
  ['delivery.seen', ({ one }) => `${one} used the answer page.`],
  ['delivery.opened', () => 'A link of the answer page was opened, perhaps by a machine.'],
  ['alert.joined', ({ body }) => `${counted(body['count'], 'more alert')}${keysOf(body)}`],
  ['alert.cleared', ({ body }) => `${counted(body['count'], 'alert')} cleared${keysOf(body)}`],
  ['alert.closed-by-hand', ({ body }) => `${counted(body['count'], 'open alert')} closed by hand.`],
  [
    'alert.source-silent',
    ({ body }) => `No word from the monitor about ${text(body['source'])}, ${counted(body['count'], 'alert')}. This is not recovery.`,
  ],
])

function opening({ label, severity, origin, source }: Telling['body'], who: string): string {
  const grave = text(label ?? severity)
  if (origin === undefined) return `Opened as ${grave} by an alert from ${text(source)}`
  const from = text(source) === '' ? '' : `, told by ${text(source)}`
  return `${who} declared ${origin === 'test' ? 'a test' : 'it'} as ${grave}${from}`
}

function started({ role, policy, skipRungs, asked }: Telling['body']): string {
  if (asked !== undefined) return `The call for the ${text(asked)} was started.`
  if (role === 'responder') return 'A page of its own was started for them.'
  const from = Number(skipRungs) > 0 ? `, from rung ${Number(skipRungs) + 1}` : ''
  return `The ladder "${text(policy)}" was started${from}.`
}

const againIn = (nextAt: unknown, at: Instant): string =>
  typeof nextAt === 'number' ? ` If it is still open in ${within(nextAt, at)}, it asks again.` : ''
const retried = (retryAt: unknown, at: Instant): string => (typeof retryAt === 'number' ? `. Tried again in ${within(retryAt, at)}.` : '')
const repeat = ({ attempt, with: carrier }: Telling['body']): string =>
  `${Number(attempt) > 1 ? `, at try ${text(attempt)}` : ''}${typeof carrier === 'number' ? `, with #${carrier}` : ''}`

/** Entries of a kind this version does not know yet are told by their fields. */
function unknown({ type, body }: Said): string {
  const fields = Object.entries(body).flatMap(([name, value]) =>
    (typeof value === 'string' && !isId(value) && value !== '') || typeof value === 'number' ? [`${spaced(name)} ${value}`] : [],
  )
  const what = spaced(type.replace('.', ' ')).replaceAll('-', ' ')
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}${fields.length === 0 ? '' : `: ${fields.join(', ')}`}.`
}

const isId = (value: string): boolean => /^[a-z]+_[0-9A-Za-z]{6,}(:|$)/.test(value)
const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'nobody'
  return names.length === 1 ? String(names[0]) : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
