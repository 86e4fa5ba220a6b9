// What happens between incidents, as sentences.
import { HOUR, type Instant } from '../vocabulary.ts'
import type { ProtocolTelling } from './protocol-says.ts'

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
/** Without a title for whoever may not see that one. */
const other = ({ number, title }: ProtocolTelling['body']): string =>
  title === undefined ? `#${text(number)}` : `#${text(number)}, "${text(title)}"`

const LINKED: Readonly<Record<string, (which: string) => string>> = {
  'part-of': (which) => `made it a part of ${which}`,
  'has-part': (which) => `made ${which}, a part of it`,
  related: (which) => `linked it with ${which}`,
}

const UNLINKED: Readonly<Record<string, (which: string) => string>> = {
  'part-of': (which) => `said that it is no part of ${which}`,
  'has-part': (which) => `said that ${which}, is no part of it`,
  related: (which) => `took away its link with ${which}`,
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const count = (value: unknown): number => list(value).length
const numbers = (value: unknown): string =>
  list(value)
    .map((one) => `#${text(one)}`)
    .join(', ')

/** As a length, like every time in a sentence. */
const until = (value: unknown, at: Instant): string => {
  const hours = typeof value === 'number' ? Math.round((value - at) / HOUR) : 0
  return hours < 1 ? '' : ` for ${hours} h`
}

const alerts = (count: unknown): string => {
  if (typeof count !== 'number' || count === 0) return ''
  return count === 1 ? ', with its open alert' : `, with its ${count} open alerts`
}

const told = (words: typeof LINKED, { body, who }: ProtocolTelling): string =>
  `${who} ${(words[text(body['kind'])] ?? ((which) => `linked it with ${which}`))(other(body))}.`

export const severalSentences: readonly (readonly [string, (told: ProtocolTelling) => string])[] = [
  ['incident.made-private', ({ body, who }) => `${who} made it private: ${text(body['why'])}`],
  ['incident.opened-to-all', ({ body, who }) => `${who} opened it to all again: ${text(body['why'])}`],
  ['incident.let-in', ({ who, taker }) => `${who} let ${taker} see it.`],
  ['incident.shut-out', ({ body, who }) => `${who} let ${text(body['name'])} see it no longer.`],
  ['incident.linked', (telling) => told(LINKED, telling)],
  ['incident.unlinked', (telling) => told(UNLINKED, telling)],
  [
    'incident.beside',
    ({ body, who }) =>
      body['isNewer'] === true
        ? `${other(body)}, of the same service was open already. If it is the same, link the two, or merge one into the other.`
        : `${who} declared ${other(body)}, of the same service all the same. If it is the same, link the two, or merge one into the other.`,
  ],
  [
    'cascade.declined',
    ({ body, who }) =>
      `${who} said that ${numbers(body['numbers'])} ${count(body['numbers']) === 1 ? 'is' : 'are'} not to be treated as one with this.`,
  ],
  [
    'degradation.accepted',
    ({ at, body, who }) => `${who} accepted that this stays degraded${until(body['until'], at)}: ${text(body['text'])}`,
  ],
  [
    'degradation.lifted',
    ({ body, who }) =>
      `${who}: what was accepted as degraded in entry ${text(body['of'])} is so no more${text(body['text']) === '' ? '.' : `: ${text(body['text'])}`}`,
  ],
  ['incident.merged', ({ body, who }) => `${who} merged it into ${other(body)}: ${text(body['why'])}`],
  ['incident.absorbed', ({ body, who }) => `${who} merged ${other(body)}, into this one${alerts(body['alerts'])}: ${text(body['why'])}`],
]
