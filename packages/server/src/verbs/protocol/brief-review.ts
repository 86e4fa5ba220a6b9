// What the review begins with, prepared from the log: the timeline, what users met, what was tried, where we left the protocol, who contributed what.
import { all, byTime } from '@muster/core/protocol/ask.ts'
import { contributions, CONTRIBUTIONS, type Contribution } from '@muster/core/protocol/contributions.ts'
import type { Fact } from '@muster/core/protocol/facts.ts'
import { followUps } from '@muster/core/protocol/follow-ups.ts'
import { known } from '@muster/core/protocol/known.ts'
import { MINUTE, type Instant, type UserId } from '@muster/core/vocabulary.ts'
import { byWhom } from '@muster/core/why/says.ts'
import { line, sentence, type Line, type Section } from './brief-lines.ts'
import type { Seen } from './show-protocol.ts'

/** What a review is told moment by moment; the story has the rest. */
const TURNS = [
  'incident.opened',
  'incident.severity-raised',
  'severity.changed',
  'page.acknowledged',
  'page.unowned',
  'role.taken',
  'impact.noted',
  'finding.noted',
  'hypothesis.stated',
  'hypothesis.settled',
  'decision.made',
  'deviation.invoked',
  'run.started',
  'run.stopped',
  'change.made',
  'change.undone',
  'change.worsened',
  'workaround.applied',
  'rollback.failed',
  'update.sent',
  'incident.resolved',
  'incident.reopened',
  'incident.closed',
] as const
const MOST_TURNS = 150

export function forReview(seen: Seen): Section[] {
  const oldestFirst = (title: string, types: readonly string[], nothing: string): Section => ({
    title,
    lines: factsOf(seen, types).map((fact) => line(sentence(seen, fact), fact)),
    nothing,
  })
  return [
    { title: 'In figures', lines: figures(seen), nothing: '' },
    oldestFirst('Timeline', TURNS, 'Nothing is written down.'),
    oldestFirst('What users met', ['impact.noted'], 'The impact was never written down: ask customer support before the review.'),
    { title: 'What it was', lines: cause(seen), nothing: 'Nobody has said what it was. That is for the review.' },
    oldestFirst(
      'What was tried, and how it ended',
      ['run.step', 'change.made', 'change.undone', 'change.worsened', 'workaround.applied', 'rollback.failed'],
      'Nothing that was tried is written down.',
    ),
    { title: 'Where we left the protocol', lines: departures(seen), nothing: 'It went by the protocol.' },
    oldestFirst('What runbooks and documents lacked', ['document.flagged'], 'No document was flagged.'),
    { title: 'Who contributed what', lines: contributors(seen), nothing: 'Nothing that people wrote is on the log.' },
    { title: 'Follow-ups', lines: left(seen), nothing: 'None yet: each needs an owner and a date.' },
  ]
}

const factsOf = ({ facts }: Seen, types: readonly string[]): Fact[] =>
  types
    .flatMap((logged) => all(facts, { logged }))
    .toSorted(byTime)
    .slice(0, MOST_TURNS)

/** How long until each thing that counts first happened. */
function figures(seen: Seen): Line[] {
  const { facts, incident } = seen
  const first = (logged: string, where?: Record<string, string>): Fact | undefined =>
    all(facts, where === undefined ? { logged } : { logged, where })[0]
  const took = (title: string, fact: Pick<Fact, 'observedAt'> | undefined): Line[] =>
    fact === undefined ? [] : [line(`${title}: ${lengthOf(incident.openedAt, fact.observedAt)} after it began.`)]
  const end = incident.resolvedAt
  return [
    ...took('Answered', first('page.acknowledged')),
    ...took('A commander', first('role.taken', { role: 'commander' })),
    ...took('First word to customers', first('update.sent', { audience: 'customers' })),
    ...took('Resolved', end === null ? undefined : { observedAt: end }),
  ]
}

function lengthOf(from: Instant, to: Instant): string {
  const minutes = Math.round((to - from) / MINUTE)
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

function cause({ facts }: Seen): Line[] {
  const words: Record<string, string> = { open: 'Not settled', holds: 'Holds', 'ruled-out': 'Ruled out' }
  return known(facts).hypotheses.map(({ state, text, settled, for: pro, against }) =>
    line(`${words[state] ?? state}: ${text} (${pro.length} for, ${against.length} against)${settled === null ? '' : `. ${settled.text}`}`),
  )
}

/** Departures are data about the protocol, not about people. */
function departures(seen: Seen): Line[] {
  const { reading } = seen
  const called = factsOf(seen, ['deviation.invoked', 'deviation.recorded', 'column.chosen', 'phase.entered', 'duty.waived'])
  const steps = factsOf(seen, ['run.step']).filter(({ body }) => body['outcome'] === 'skipped' || body['outcome'] === 'confusing')
  const late = reading.obligations.filter(({ state }) => state === 'late' || state === 'overdue')
  return [
    ...[...called, ...steps].toSorted(byTime).map((fact) => line(sentence(seen, fact), fact)),
    ...late.map(({ says, dueAt, doneAt }) => line(doneAt === null ? `Not done: ${says}` : `${lengthOf(dueAt, doneAt)} late: ${says}`)),
  ]
}

const WORDS: Record<Contribution, string> = {
  found: 'found or weighed',
  impact: 'on the impact',
  told: 'told others',
  tried: 'tried',
  decided: 'decided',
  wrote: 'wrote down for others',
  helped: 'answered a call for help',
}

function contributors({ facts, config, reading, pack }: Seen): Line[] {
  const nameOf = (id: UserId) => config.directory.people.get(id)?.name ?? 'somebody who has left'
  return contributions(facts).map(({ id, by, of }) => {
    const name = byWhom({ type: '', body: { by } }, nameOf)
    const roles = pack.roles.filter((role) => reading.roles[role.id] === id).map((role) => role.name)
    const parts = CONTRIBUTIONS.flatMap((kind) => (of[kind].length === 0 ? [] : [`${WORDS[kind]} ${of[kind].length}`]))
    return line(`${name}${roles.length === 0 ? '' : ` (${roles.join(', ')})`}: ${parts.join(', ')}.`)
  })
}

const left = ({ facts }: Seen): Line[] =>
  followUps(facts).map(({ text, owner, due, done }) =>
    line(`${text} ${owner}, until ${due}${done === null ? '' : `. Done: ${done.text}`}.`),
  )
