// What each kind of entry is called on a button, and what has to be answered before it is put on the log.
import type { Ending, EntryType, Protocol } from './protocol.ts'

export type Field = {
  name: string
  asks: string
  kind: 'text' | 'line' | 'url' | 'date' | 'person' | 'role' | 'outcome' | 'link-kind' | 'minutes' | 'amount'
  optional?: boolean
}

const text = (asks: string, optional = false): Field => ({ name: 'text', asks, kind: 'text', optional })
const line = (name: string, asks: string): Field => ({ name, asks, kind: 'line' })
const role: Field = { name: 'role', asks: 'Which role', kind: 'role' }
const why: Field = { name: 'why', asks: 'Why', kind: 'text' }
const more = text('Anything to add', true)

type Words = { says: string; fields: readonly Field[] }

/** Everything that people write by the protocol; what is not here is written by Muster, or done elsewhere on the screen. */
export const WORDS: Record<Exclude<EntryType, 'entry.corrected' | 'entry.withdrawn'>, Words> = {
  'role.taken': { says: 'Somebody takes the role', fields: [role, { name: 'person', asks: 'Who takes it', kind: 'person' }] },
  'role.released': { says: 'Give the role back', fields: [role] },
  'update.sent': { says: 'Send an update', fields: [line('audience', 'To whom'), text('What you tell them')] },
  'promise.made': {
    says: 'Promise the next word',
    fields: [line('audience', 'To whom'), { name: 'nextMinutes', asks: 'By when', kind: 'minutes' }],
  },
  'question.answered': { says: 'Answer the question', fields: [text('Your answer')] },
  'severity.changed': { says: 'Change the severity', fields: [] },
  'column.chosen': { says: 'Choose the way of working', fields: [line('column', 'Which column'), why] },
  'phase.entered': { says: 'Enter a phase', fields: [line('phase', 'Which phase'), why] },
  'deviation.invoked': { says: 'Call a deviation', fields: [] },
  'deviation.recorded': { says: 'Answer for the record', fields: [] },
  'duty.snoozed': { says: 'Put it off', fields: [why] },
  'duty.waived': { says: 'Say it is not needed', fields: [why] },
  'run.started': { says: 'Start a runbook', fields: [text('Which runbook')] },
  'run.step': {
    says: 'Write down the step',
    fields: [
      line('step', 'Which step'),
      { name: 'outcome', asks: 'How it went', kind: 'outcome' },
      text('What it said, word for word', true),
    ],
  },
  'run.stopped': { says: 'Stop the runbook', fields: [text('Why, or where it stands', true)] },
  'run.completed': { says: 'The runbook is finished', fields: [text('What it did', true)] },
  'finding.noted': { says: 'Write down what you found', fields: [text('What you found')] },
  'hypothesis.stated': { says: 'Say what you think it is', fields: [text('What you think it is, and what speaks for it')] },
  'impact.noted': { says: 'Say what users meet', fields: [text('Who is affected, and how')] },
  'loss.estimated': {
    says: 'Estimate what an hour costs',
    fields: [
      { name: 'amount', asks: 'What an hour of it costs', kind: 'amount' },
      line('currency', 'Currency, such as EUR'),
      text('What it rests on', true),
    ],
  },
  'reading.changed': { says: 'Write down a reading', fields: [line('metric', 'Which reading'), text('What it shows now')] },
  'reading.set-aside': { says: 'Set a reading aside', fields: [line('metric', 'Which reading'), text('Why it says nothing here')] },
  'decision.made': {
    says: 'Write down the decision',
    fields: [line('about', 'What it is about'), text('What is decided, and on what basis')],
  },
  'change.made': { says: 'Write down the change', fields: [line('action', 'What was changed'), text('What exactly, and how to undo it')] },
  'change.undone': { says: 'The change is undone', fields: [text('What was undone')] },
  'change.worsened': { says: 'The change made it worse', fields: [text('What got worse, and how you know')] },
  'rollback.failed': { says: 'The rollback failed', fields: [text('What it said, word for word')] },
  'workaround.applied': {
    says: 'A workaround is in place',
    fields: [line('action', 'What was done'), text('What it does, and its limits')],
  },
  'permission.refused': { says: 'You may not do it', fields: [line('action', 'What you may not do'), more] },
  'source.silent': { says: 'A source is silent', fields: [line('source', 'Which source')] },
  'source.back': { says: 'A source answers again', fields: [line('source', 'Which source')] },
  'source.conflict': { says: 'Sources disagree', fields: [text('Which, and what each says')] },
  'conflict.settled': { says: 'Settle what the sources say', fields: [] },
  'source.trusted': { says: 'Believe a source again', fields: [line('source', 'Which source'), text('How you know')] },
  'evidence.added': { says: 'Write down what speaks for it, or against it', fields: [] },
  'hypothesis.settled': { says: 'Say whether it holds', fields: [] },
  'entry.pinned': { says: 'Pin it', fields: [] },
  'entry.unpinned': { says: 'Take the pin away', fields: [] },
  'source.distrusted': { says: 'Mark a source as unreliable', fields: [line('source', 'Which source'), text('How you know')] },
  'dependency.found': { says: 'A dependency was found', fields: [text('What depends on what')] },
  'document.flagged': { says: 'Flag the document', fields: [text('Which document, and what is wrong in it')] },
  'ask.sent': {
    says: 'Ask somebody',
    fields: [role, text('What you need of them'), { name: 'minutes', asks: 'They have', kind: 'minutes' }],
  },
  'ask.accepted': { says: 'Somebody is on it', fields: [role, { name: 'person', asks: 'Who is on it', kind: 'person' }, more] },
  'packet.sent': { says: 'Ask a specialist', fields: [] },
  'ask.expired': { says: 'They did not answer', fields: [role] },
  'link.added': {
    says: 'Add the link',
    fields: [
      { name: 'kind', asks: 'What it leads to', kind: 'link-kind' },
      { name: 'url', asks: 'Its address', kind: 'url' },
      { name: 'text', asks: 'What it shows', kind: 'line', optional: true },
    ],
  },
  'followup.created': {
    says: 'Write the follow-up',
    fields: [text('What is to be done'), line('owner', 'Who owns it'), { name: 'due', asks: 'Until when', kind: 'date' }],
  },
  'followup.done': { says: 'The follow-up is done', fields: [text('How it was proven')] },
  'followup.moved': {
    says: 'Move the follow-up',
    fields: [{ name: 'due', asks: 'Until when', kind: 'date' }, { ...line('owner', 'Who owns it'), optional: true }, why],
  },
  'incident.closed': { says: 'Close it', fields: [text('What is left to say', true)] },
  'handover.written': { says: 'Write the handover', fields: [text('What somebody new has to know')] },
  'suppression.added': { says: 'Quieten alerts', fields: [text('Which alerts, and until when')] },
  'suppression.undone': { says: 'Let alerts through again', fields: [text('Which alerts')] },
  'degradation.accepted': { says: 'Accept that it stays degraded', fields: [text('What stays degraded meanwhile')] },
  'degradation.lifted': { says: 'It is not degraded any more', fields: [] },
  'watch.started': { says: 'Start the watch', fields: [text('What is watched, and by whom', true)] },
  'watch.ended': { says: 'End the watch', fields: [text('How it held', true)] },
  'review.scheduled': { says: 'Set a date for the review', fields: [text('When, and with whom')] },
  'review.held': { says: 'The review was held', fields: [text('What came of it')] },
}

const isWritten = (type: string): type is keyof typeof WORDS => type in WORDS

/** Null for what no form of this screen writes. */
export function wordsOf(type: string): Words | null {
  return isWritten(type) ? WORDS[type] : null
}

/** The forms of this screen write it, or another entry that has it in tow. */
export const isAskedHere = (type: string): boolean => isWritten(type) || type === 'promise.made' || type === 'incident.said'

/** Entries that people write, and so can put right; what Muster wrote is what happened. */
export const canBeCorrected = ({ type, body }: { type: string; body: Readonly<Record<string, unknown>> }): boolean =>
  type === 'incident.said' || type === 'file.added' || (isWritten(type) && Object(body['by']).type !== 'system')

/** Endings that are done by another button of the screen, or by time. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'page.acknowledged': '“Acknowledge”, above, does it.',
  'incident.resolved': 'Resolving the incident does it: it is under “More”, above.',
  'incident.reopened': 'It comes back by itself when its alert fires again.',
  'help.asked': '“Blocked”, then “Ask for help”, does it.',
}

export const elsewhere = (type: string): string => ELSEWHERE[type] ?? 'Muster writes it down by itself when it happens.'

const plain = (value: unknown): string => String(value).replaceAll('-', ' ')
const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`

/** One ending among several, as a choice: "Senior engineer: somebody is on it". */
export function endingWords({ type, where }: Ending, protocol: Protocol): string {
  const named =
    protocol.roles.find(({ id }) => id === where['role'])?.name ?? protocol.audiences.find(({ id }) => id === where['audience'])?.name
  const said = Object.values(where).filter((value) => typeof value !== 'boolean')
  const detail = named ?? capital(said.map(plain).join(', '))
  const says = wordsOf(type)?.says ?? ENDING_SAYS[type] ?? plain(type.replaceAll('.', ' '))
  return detail === '' ? says : `${detail}: ${says.charAt(0).toLowerCase()}${says.slice(1)}`
}

const ENDING_SAYS: Readonly<Record<string, string>> = {
  'promise.made': 'Promise the next word',
  'incident.said': 'Say it on the log',
  'incident.resolved': 'Resolve it',
  'page.acknowledged': 'Say that you have it',
  'help.asked': 'Ask for help',
}
