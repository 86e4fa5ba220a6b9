// Everything that people may put on the log of an incident by the protocol.
import { SEVERITIES } from '@muster/core/vocabulary.ts'
import { z } from 'zod'
import { entry, entryName as name, entryText as text } from './entry.ts'
import { closingEntries } from './follow-ups.ts'
import { knownEntries } from './known.ts'

const id = z.string()
const why = z.string().trim().min(1, 'Say why').max(500)
const slug = z.string().max(63)
const from = slug
  .nullable()
  .optional()
  .describe('Who has it as far as is known, null for nobody: refused when somebody else has it by now. It is not written down.')

/** Everything people may put on the log by the protocol, beside what they do to pages. */
export const protocolEntry = z.discriminatedUnion('type', [
  entry('role.taken', { role: id, person: slug.optional().describe('Who takes it; the caller when absent'), from }),
  entry('role.released', { role: id, from }),
  entry('update.sent', {
    audience: id,
    text,
    nextMinutes: z.number().int().min(1).max(1440).optional().describe('A promise to speak again by then'),
    answers: z.array(z.number().int().min(1)).max(50).optional().describe('The questions it answers, by their entries'),
  }),
  entry('promise.made', {
    audience: id,
    nextMinutes: z.number().int().min(1).max(1440).describe('The next word comes by then; whoever was promised it before is told'),
  }),
  entry('question.answered', { question: z.number().int().min(1).describe('The entry that asked'), text }),
  entry('severity.changed', { to: z.enum(SEVERITIES), why }),
  entry('column.chosen', { column: z.string().max(3), why }),
  entry('phase.entered', { phase: id, why }),
  entry('deviation.invoked', { deviation: id, text: z.string().trim().max(2000).optional() }),
  entry('deviation.recorded', { deviation: id, answers: z.record(z.string(), z.string().trim().min(1).max(2000)) }),
  entry('duty.waived', { duty: z.string().max(120), why }),
  entry('duty.snoozed', {
    duty: z.string().max(120),
    minutes: z.number().int().min(1).max(120).describe('Nobody is reminded of it for so long; its clock runs on'),
    why,
  }),
  entry('run.started', { text }),
  entry('run.step', {
    step: name,
    outcome: z.enum(['done', 'failed', 'skipped', 'confusing']),
    text: z.string().trim().max(2000).default(''),
  }),
  entry('run.stopped', { text: z.string().trim().max(2000).default('') }),
  entry('run.completed', { text: z.string().trim().max(2000).default('') }),
  entry('finding.noted', { text, about: name.optional() }),
  entry('hypothesis.stated', { text }),
  entry('impact.noted', { text }),
  entry('reading.changed', {
    metric: name.describe('An indicator of the service, by its slug; or any other reading, in your own words'),
    text: z.string().trim().max(2000).default(''),
    value: z.number().optional().describe('Of an indicator: then what it means is known'),
    source: name.optional().describe('Where you saw it'),
  }),
  entry('reading.set-aside', { metric: name.describe('An indicator that says nothing of this incident'), text }),
  entry('loss.estimated', {
    amount: z.number().min(0).max(1e12).describe('What an hour of it costs'),
    currency: z.string().regex(/^[A-Z]{3}$/, 'Three letters, such as EUR'),
    text: z.string().trim().max(500).default('').describe('What the estimate rests on'),
  }),
  entry('decision.made', { about: name, text, alternatives: z.string().trim().max(2000).optional() }),
  entry('change.made', { action: name, text }),
  entry('change.undone', { text }),
  entry('change.worsened', { text }),
  entry('rollback.failed', { text }),
  entry('workaround.applied', { action: name, text }),
  entry('permission.refused', { action: name, text: z.string().trim().max(2000).default('') }),
  entry('source.silent', { source: name }),
  entry('source.back', { source: name }),
  entry('source.distrusted', { source: name, text }),
  entry('dependency.found', { text }),
  entry('document.flagged', { text }),
  entry('ask.sent', { role: id, text, minutes: z.number().int().min(1).max(240).default(10) }),
  entry('ask.accepted', {
    role: id,
    person: slug.optional().describe('Who has read it back; the caller when absent'),
    text: z.string().trim().max(2000).default(''),
  }),
  entry('ask.expired', { role: id }),
  entry('packet.sent', {
    about: id,
    answers: z.record(z.string().max(60), z.string().trim().max(1000)).describe('An answer to each question of the specialist'),
  }),
  entry('link.added', {
    kind: z.enum(['ticket', 'channel', 'bridge', 'dashboard', 'status-page', 'runbook', 'other']),
    url: z.url({ protocol: /^https?$/ }),
    text: z.string().trim().max(200).default(''),
  }),
  entry('handover.written', { text }),
  entry('suppression.added', { text }),
  entry('suppression.undone', { text }),
  entry('degradation.accepted', { text, until: z.iso.datetime({ offset: true }).optional().describe('When it is looked at again') }),
  entry('degradation.lifted', {
    of: z.number().int().min(1).describe('The entry that accepted it'),
    text: z.string().trim().max(2000).default(''),
  }),
  entry('watch.started', { text: z.string().trim().max(2000).default('') }),
  entry('watch.ended', { text: z.string().trim().max(2000).default('') }),
  entry('review.scheduled', { text }),
  entry('review.held', { text }),
  entry('entry.corrected', { seq: z.number().int().min(1), why, text: text.optional() }),
  entry('entry.withdrawn', { seq: z.number().int().min(1), why }),
  ...knownEntries,
  ...closingEntries,
])
export type ProtocolEntry = z.output<typeof protocolEntry>
