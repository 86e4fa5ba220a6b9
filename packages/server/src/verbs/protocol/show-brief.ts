// The handover, from the log alone: complete enough for a stranger to go on. And the brief for those who only have to know.
import type { Brief } from '@muster/contract/protocol.ts'
import { commsHealth } from '@muster/core/comms/health.ts'
import { promiseWords } from '@muster/core/comms/promises.ts'
import { isOpen, questionsOf } from '@muster/core/comms/questions.ts'
import { all, firstAfter } from '@muster/core/protocol/ask.ts'
import type { Fact } from '@muster/core/protocol/facts.ts'
import { workingHypothesis } from '@muster/core/protocol/known.ts'
import type { BRIEFS } from '@muster/core/vocabulary.ts'
import { acceptedIn } from '@muster/core/several/degradations.ts'
import { linkedIn } from '@muster/core/several/umbrella.ts'
import { withoutHiddenTitles } from '../../store/links.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { findIncident } from '../read/find.ts'
import { iso } from '../read/views.ts'
import { line, linesOf, MOST_LINES, sentence, wordsOf, type Line, type Section } from './brief-lines.ts'
import { forReview } from './brief-review.ts'
import { promiseTo, see, type Seen } from './show-protocol.ts'
import { nameOf } from './show-roles.ts'

type Asking = { id: string; for: (typeof BRIEFS)[number] }

export async function showBrief(world: World, caller: Caller, { id, for: whom }: Asking): Promise<Brief> {
  permit(caller, 'incident.read')
  return world.db.app(caller, async (tx) => {
    const seen = await see(world, tx, caller, await findIncident(tx, id))
    const { incident, pack, reading, config, now } = seen
    const linked = await withoutHiddenTitles(tx, linkedIn(seen.facts))
    const service = config.services.get(incident.serviceId)
    return {
      title: `${pack.labels[reading.severity].label} ${service?.name ?? ''} #${incident.number}: ${incident.title}`,
      at: iso(now),
      sections: SECTIONS[whom]({ ...seen, linked }),
    }
  })
}

/** `linked`: what it belongs together with, as whoever reads may know it. */
type Briefed = Seen & { linked: readonly Fact[] }

const SECTIONS: Record<Asking['for'], (seen: Briefed) => Section[]> = { handover, stakeholders: forStakeholders, review: forReview }

function handover(seen: Briefed): Section[] {
  const written = (title: string, types: readonly string[], nothing: string): Section => ({ title, lines: linesOf(seen, types), nothing })
  return [
    { title: 'How it stands', lines: standing(seen), nothing: '' },
    { title: 'Who has what', lines: people(seen), nothing: 'Nobody has a role yet.' },
    { title: 'Owed now', lines: owed(seen), nothing: 'Nothing is owed.' },
    {
      title: 'Held back',
      lines: seen.reading.guardrails.map(({ says: text, instead }) => line(`${text} Instead: ${instead}`)),
      nothing: 'Nothing is held back.',
    },
    written(
      'What was found',
      [
        'finding.noted',
        'hypothesis.stated',
        'reading.changed',
        'dependency.found',
        'source.silent',
        'source.conflict',
        'source.distrusted',
      ],
      'No finding is written down.',
    ),
    written(
      'What was tried',
      [
        'run.started',
        'run.step',
        'run.stopped',
        'run.completed',
        'change.made',
        'change.undone',
        'change.worsened',
        'rollback.failed',
        'workaround.applied',
        'permission.refused',
      ],
      'Nothing that was tried is written down.',
    ),
    written(
      'What was decided',
      ['decision.made', 'severity.changed', 'column.chosen', 'deviation.invoked'],
      'No decision is written down.',
    ),
    { title: 'Still to be undone', lines: toUndo(seen), nothing: 'Nothing temporary is in place.' },
    { title: 'Who was told what', lines: toldLast(seen), nothing: 'Nobody outside was told anything yet.' },
    { title: 'Questions that wait', lines: questions(seen), nothing: 'No question from outside waits.' },
    written('Asked of others', ['ask.sent', 'ask.accepted', 'ask.expired', 'packet.sent'], 'Nobody was asked for anything.'),
    written('Where to look', ['link.added'], 'No link is written down.'),
    written('Left for afterwards', ['followup.created'], 'No follow-up is written down.'),
  ]
}

function forStakeholders(seen: Briefed): Section[] {
  return [
    { title: 'How it stands', lines: standing(seen), nothing: '' },
    { title: 'How we keep you told', lines: communication(seen), nothing: '' },
    { title: 'What users see', lines: linesOf(seen, ['impact.noted']).slice(0, 3), nothing: 'The impact is not written down yet.' },
    { title: 'What we think it is', lines: thought(seen), nothing: 'Nobody has said yet what they think it is.' },
    { title: 'What was said', lines: toldLast(seen), nothing: 'Nothing was said to anybody outside yet.' },
    { title: 'What was decided', lines: linesOf(seen, ['decision.made', 'severity.changed']), nothing: 'No decision is written down yet.' },
  ]
}

function standing({ incident, pack, reading, config, linked }: Briefed): Line[] {
  const service = config.services.get(incident.serviceId)
  const phase = pack.phases.find(({ id }) => id === reading.phase.id)
  const column = pack.columns.find(({ id }) => id === reading.column?.id)
  const means = pack.labels[reading.severity]
  return [
    { at: iso(incident.openedAt), text: `Began. ${means.label}: ${means.means}` },
    ...(incident.resolvedAt === null ? [] : [{ at: iso(incident.resolvedAt), text: 'Resolved.' }]),
    line(`Phase: ${phase?.name ?? reading.phase.id}.${column === undefined ? '' : ` ${column.name}. ${column.says}`}`),
    ...linkedLines(linked),
    ...(service?.whatToDo == null ? [] : [line(`First thing to do: ${service.whatToDo}`)]),
    ...(service?.runbook == null ? [] : [line(`Runbook: ${service.runbook.url}`)]),
  ]
}

/** What it belongs together with, by its own log. */
function linkedLines(linked: readonly Fact[]): Line[] {
  const words: Readonly<Record<string, string>> = { 'part-of': 'A part of', 'has-part': 'Has as a part', related: 'Related to' }
  return linked.map((fact) => {
    const { kind, number, title } = fact.body
    return line(`${words[String(kind)] ?? 'Linked with'} #${String(number)}${title === undefined ? '' : `: ${String(title)}`}`, fact)
  })
}

function people(seen: Seen): Line[] {
  const { pack, reading, facts } = seen
  return pack.roles.flatMap(({ id, name }) => {
    const who = nameOf(seen, reading.roles[id] ?? null)
    if (who === null) return []
    return [line(`${name}: ${who.name}`, all(facts, { logged: 'role.taken', where: { role: id } }).at(-1))]
  })
}

function owed(seen: Seen): Line[] {
  const { reading, pack } = seen
  const open = reading.obligations.filter(({ state }) => state === 'due' || state === 'overdue')
  return open.slice(0, MOST_LINES).map(({ says: text, owner, dueAt, state }) => {
    const who = nameOf(seen, owner.who)?.name ?? pack.roles.find(({ id }) => id === owner.role)?.name ?? owner.role
    return { at: iso(dueAt), text: `${text} ${who}${state === 'overdue' ? ', overdue' : ''}.` }
  })
}

/** What was put in place for the time being, and has not been taken away. */
function toUndo(seen: Seen): Line[] {
  const { facts } = seen
  const isOpen = (one: Fact): boolean =>
    one.type === 'suppression.added'
      ? firstAfter(facts, { logged: 'suppression.undone' }, one) === undefined
      : firstAfter(facts, { logged: 'change.undone' }, one) === undefined
  const accepted = acceptedIn(facts).map((fact) => line(sentence(seen, fact), fact))
  return [...accepted, ...wordsOf(seen, ['workaround.applied', 'suppression.added'], isOpen)]
}

/** A guess is told as one. */
function thought({ facts }: Seen): Line[] {
  const one = workingHypothesis(facts)
  if (one === undefined) return []
  return [{ at: iso(one.at), text: one.state === 'holds' ? one.text : `Not proven yet: ${one.text}` }]
}

/** The last word to each audience, and when the next one was promised. */
function toldLast(seen: Seen): Line[] {
  const { pack, facts } = seen
  return pack.audiences.flatMap(({ id }) => {
    const last = all(facts, { logged: 'update.sent', where: { audience: id } }).at(-1)
    if (last === undefined) return []
    const promised = promiseTo(seen, id)
    const next = promised === undefined ? [] : [{ at: iso(promised.dueAt), text: 'Promised by then: the next word to them.' }]
    return [line(sentence(seen, last), last), ...next]
  })
}

function communication(seen: Seen): Line[] {
  const { says: verdict, promises } = commsHealth(seen.pack, seen.facts, seen)
  return [verdict, promiseWords(promises)].flatMap((text) => (text === null ? [] : [line(text)]))
}

function questions({ pack, facts }: Seen): Line[] {
  return questionsOf(facts)
    .filter(isOpen)
    .slice(0, MOST_LINES)
    .map(({ audience, text, askedAt }) =>
      line(`${pack.audiences.find(({ id }) => id === audience)?.name ?? audience}: ${text}`, { observedAt: askedAt }),
    )
}
