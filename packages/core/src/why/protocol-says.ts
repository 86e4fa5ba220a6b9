// What people put on the log by the protocol, as sentences.
import { isOpenedBridge } from '../incident/bridge.ts'
import { sizeInWords } from '../protocol/file.ts'
import { MINUTE, type Instant } from '../vocabulary.ts'
import { severalSentences } from './several-says.ts'

export type ProtocolTelling = { at: Instant; body: Readonly<Record<string, unknown>>; who: string; taker: string }

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const words = (value: unknown): string => text(value).replaceAll('-', ' ')
const after = (value: unknown): string => (text(value) === '' ? '.' : `: ${text(value)}`)

/** As the entry names it; entries from before names were written have the id alone. */
const named = ({ name }: ProtocolTelling['body'], id: unknown): string =>
  text(name) === '' ? words(id) : text(name).replace(/^The /, 'the ')

const inMinutes = (value: unknown, at: Instant): string =>
  typeof value === 'number' ? ` in ${Math.max(0, Math.round((value - at) / MINUTE))} min` : ''

/** What was looked up is known by an id such as `database.restart`, and says in words what it is. */
const refused = (action: string, says: unknown): string =>
  /^[a-z-]+(\.[a-z-]+)+$/.test(action) && text(says) !== '' ? `do this: ${text(says)}` : `${action}${after(says)}`

/** A deviation is known by its number too: "The runbook fails (DV-01)". */
const deviation = (body: ProtocolTelling['body']): string => {
  const number = text(body['deviation']).toUpperCase()
  return text(body['name']) === '' ? number : `"${text(body['name'])}" (${number})`
}

const umbrellaGone = (body: ProtocolTelling['body']): string =>
  body['isOver'] === true ? `it came through #${text(body['umbrella'])}, which is over` : 'it came through the umbrella'

export const protocolSentences: readonly (readonly [string, (told: ProtocolTelling) => string])[] = [
  ...severalSentences,
  [
    'role.taken',
    ({ body, taker }) =>
      `${taker} is ${named(body, body['role'])} now${body['umbrella'] === undefined ? '' : `, through #${text(body['umbrella'])}`}.`,
  ],
  [
    'role.released',
    ({ body, who, taker }) =>
      body['through'] === undefined
        ? `${who} gave back the role of ${named(body, body['role'])}.`
        : body['through'] === 'move'
          ? `${who} called ${taker} away from here: the role of ${named(body, body['role'])} is free.`
          : body['through'] === 'merge'
            ? `The role of ${named(body, body['role'])} ends here.`
            : `The role of ${named(body, body['role'])} is vacant: ${umbrellaGone(body)}.`,
  ],
  ['update.sent', ({ body, who }) => `${who} told ${named(body, body['audience'])}: ${text(body['text'])}`],
  ['question.asked', ({ body, who }) => `${who} asked the liaison, for ${named(body, body['audience'])}: ${text(body['text'])}`],
  [
    'question.answered',
    ({ body, who }) =>
      typeof body['update'] === 'number'
        ? `${who} answered "${text(body['asked'])}" with the update.`
        : `${who} answered "${text(body['asked'])}"${after(body['text'])}`,
  ],
  [
    'promise.made',
    ({ body, who, at }) => `${who} promised ${named(body, body['audience'])} the next word${inMinutes(body['nextAt'], at)}.`,
  ],
  [
    'severity.changed',
    ({ body, who }) =>
      `${who} changed it from ${text(body['fromLabel'] ?? body['from'])} to ${text(body['toLabel'] ?? body['to'])}: ${text(body['why'])}`,
  ],
  [
    'column.chosen',
    ({ body, who }) =>
      `${who} chose column ${text(body['column'])}${text(body['name']) === '' ? '' : `, ${text(body['name'])}`}: ${text(body['why'])}`,
  ],
  [
    'incident.context',
    ({ body, who }) => `${who} changed what is known of it${'hours' in body ? ': the working hours it is counted by' : ''}.`,
  ],
  ['phase.entered', ({ body, who }) => `${who} entered the phase "${named(body, body['phase'])}": ${text(body['why'])}`],
  ['deviation.invoked', ({ body, who }) => `${who} called ${deviation(body)}${after(body['text'])}`],
  ['deviation.recorded', ({ body, who }) => `${who} recorded ${deviation(body)}: ${answers(body['answers'])}`],
  [
    'duty.snoozed',
    ({ body, who }) => `${who} put off "${words(text(body['duty']).split('#')[0])}" by ${text(body['minutes'])} min: ${text(body['why'])}`,
  ],
  ['duty.waived', ({ body, who }) => `${who} waived "${words(text(body['duty']).split('#')[0])}": ${text(body['why'])}`],
  ['duty.nudged', ({ body, taker }) => `Reminded ${hearer(body, taker)}: ${text(body['says'])}`],
  ['duty.raised', ({ body, taker }) => `Raised to ${hearer(body, taker)}: ${text(body['says'])}`],
  ['duty.paged', ({ body, taker }) => `Wanted ${words(body['role'])}, which is ${hearer(body, taker)}: ${text(body['says'])}`],
  ['run.started', ({ body, who }) => `${who} started a runbook${after(body['text'])}`],
  ['run.step', ({ body, who }) => `${who}, step ${text(body['step'])}, ${text(body['outcome'])}${after(body['text'])}`],
  ['run.stopped', ({ body, who }) => `${who} stopped the runbook${after(body['text'])}`],
  ['run.completed', ({ body, who }) => `${who} finished the runbook${after(body['text'])}`],
  ['finding.noted', ({ body, who }) => `${who} found: ${text(body['text'])}`],
  ['hypothesis.stated', ({ body, who }) => `${who} thinks: ${text(body['text'])}`],
  ['impact.noted', ({ body, who }) => `${who} on the impact: ${text(body['text'])}`],
  [
    'reading.changed',
    ({ body, who }) =>
      body['level'] === undefined ? `${who} read ${named(body, body['metric'])}: ${text(body['text'])}` : `${text(body['text'])}.`,
  ],
  ['reading.set-aside', ({ body, who }) => `${who} set ${named(body, body['metric'])} aside for this incident: ${text(body['text'])}`],
  // Without the figure: who works on the fix reads the story, and is not pressed by it.
  ['loss.estimated', ({ who }) => `${who} estimated what an hour of it costs.`],
  ['decision.made', ({ body, who }) => `${who} decided on ${words(body['about'])}: ${text(body['text'])}`],
  ['change.made', ({ body, who }) => `${who} changed ${text(body['action'])}: ${text(body['text'])}`],
  ['change.undone', ({ body, who }) => `${who} undid a change${after(body['text'])}`],
  ['change.worsened', ({ body, who }) => `${who}: a change made it worse. ${text(body['text'])}`],
  ['rollback.failed', ({ body, who }) => `${who}: the way back failed. ${text(body['text'])}`],
  ['workaround.applied', ({ body, who }) => `${who} applied a workaround, ${text(body['action'])}: ${text(body['text'])}`],
  ['permission.refused', ({ body, who }) => `${who} may not ${refused(text(body['action']), body['text'])}`],
  ['source.silent', ({ body, who }) => `${who}: ${text(body['source'])} says nothing any more.`],
  ['source.conflict', ({ body, who }) => `${who}: the sources disagree. ${text(body['text'])}${sides(body['sides'])}`],
  [
    'conflict.settled',
    ({ body, who }) => `${who} settled entry ${text(body['conflict'])}, going by ${text(body['basis'])}: ${text(body['text'])}`,
  ],
  ['source.trusted', ({ body, who }) => `${who} believes ${text(body['source'])} again: ${text(body['text'])}`],
  [
    'evidence.added',
    ({ body, who }) => `${who}: this speaks ${text(body['stance'])} entry ${text(body['hypothesis'])}. ${text(body['text'])}`,
  ],
  [
    'hypothesis.settled',
    ({ body, who }) =>
      `${who}: entry ${text(body['hypothesis'])} ${body['verdict'] === 'holds' ? 'holds' : 'is ruled out'}. ${text(body['text'])}`,
  ],
  ['entry.pinned', ({ body, who }) => `${who} pinned entry ${text(body['entry'])}.`],
  ['entry.unpinned', ({ body, who }) => `${who} took the pin from entry ${text(body['entry'])}.`],
  ['source.back', ({ body }) => `${text(body['source'])} answers again.`],
  ['source.distrusted', ({ body, who }) => `${who} marked ${text(body['source'])} as unreliable: ${text(body['text'])}`],
  ['dependency.found', ({ body, who }) => `${who} found a dependency: ${text(body['text'])}`],
  ['document.flagged', ({ body, who }) => `${who} flagged a document: ${text(body['text'])}`],
  [
    'ask.sent',
    ({ body, who }) =>
      `${who} called for the ${named(body, body['role'])}, ${text(body['minutes'])} min: ${text(body['text'])}${Array.isArray(body['people']) && body['people'].length === 0 ? '. Nobody is on call for it.' : ''}`,
  ],
  ['ask.accepted', ({ body, taker }) => `${taker} has it, as ${named(body, body['role'])}${after(body['text'])}`],
  ['ask.expired', ({ body }) => `The ${named(body, body['role'])} did not answer in time.`],
  [
    'packet.sent',
    ({ body, who }) =>
      `${who} sent what is known to the ${named(body, body['about'])} specialists: ${text(body['text']).replaceAll('\n', '; ')}`,
  ],
  [
    'link.added',
    ({ body, who }) =>
      `${who} ${isOpenedBridge(body) ? 'opened' : 'added'} the ${words(body['kind'])} ${text(body['url'])}${text(body['text']) === '' ? '' : ` (${text(body['text'])})`}`,
  ],
  ['file.added', ({ body, who }) => `${who} added ${text(body['name'])} (${sizeInWords(Number(body['size']))})${after(body['text'])}`],
  [
    'followup.created',
    ({ body, who }) => `${who} left a follow-up for ${text(body['owner'])} until ${text(body['due'])}: ${text(body['text'])}`,
  ],
  ['followup.done', ({ body, who }) => `${who} finished the follow-up of entry ${text(body['followup'])}: ${text(body['text'])}`],
  [
    'followup.moved',
    ({ body, who }) =>
      `${who} changed the follow-up of entry ${text(body['followup'])}${to(body['due'], ' until ')}${to(body['owner'], ', owned by ')}: ${text(body['why'])}`,
  ],
  ['incident.closed', ({ body, who }) => `${who} closed it${after(body['text'])}`],
  ['handover.written', ({ body, who }) => `${who} wrote the handover: ${text(body['text'])}`],
  ['suppression.added', ({ body, who }) => `${who} quietened alerts: ${text(body['text'])}`],
  ['suppression.undone', ({ body, who }) => `${who} let alerts through again: ${text(body['text'])}`],
  ['watch.started', ({ body, who }) => `${who} started the watch${after(body['text'])}`],
  ['watch.ended', ({ body, who }) => `${who} ended the watch${after(body['text'])}`],
  ['review.scheduled', ({ body, who }) => `${who} set a date for the review: ${text(body['text'])}`],
  ['review.held', ({ body, who }) => `${who}: the review was held. ${text(body['text'])}`],
  ['entry.corrected', ({ body, who }) => `${who} corrected entry ${text(body['seq'])}: ${text(body['why'])}`],
  ['entry.withdrawn', ({ body, who }) => `${who} took back entry ${text(body['seq'])}: ${text(body['why'])}`],
]

/** A role that nobody holds hears nothing. */
const hearer = (body: ProtocolTelling['body'], taker: string): string => (body['who'] === undefined ? 'nobody yet' : taker)

const to = (value: unknown, before: string): string => (text(value) === '' ? '' : `${before}${text(value)}`)

const sides = (given: unknown): string =>
  Array.isArray(given) ? given.map((one: Record<string, unknown>) => ` ${text(one['source'])}: ${text(one['says'])}.`).join('') : ''

const answers = (given: unknown): string =>
  typeof given === 'object' && given !== null
    ? Object.entries(given)
        .map(([field, answer]) => `${words(field)}, ${text(answer)}`)
        .join('; ')
    : ''
