// What a pack's deviations ask for, as duties, guardrails and advice: they ride on the same mechanism as every procedure.
import { inSentence } from '../comms/audience-words.ts'
import type { Advice, Deviation, Duty, Guardrail, Match, OverdueStep, Pack } from './pack.ts'

const PROMPT: readonly OverdueStep[] = [
  { after: 0, act: 'nudge', role: 'owner' },
  { after: 2, act: 'raise', role: 'commander' },
]
const LATER: readonly OverdueStep[] = [
  { after: 0, act: 'nudge', role: 'owner' },
  { after: 60, act: 'raise', role: 'commander' },
]
/** Minutes between one person of a target list and the next. */
const NEXT_IN_LINE = 5
const RECORD_WITHIN = 60
const FOLLOW_WITHIN = 24 * 60

export function expand(pack: Pack): Pack {
  return {
    ...pack,
    duties: [...pack.duties, ...pack.deviations.flatMap((one) => dutiesOf(one, pack))],
    guardrails: [...pack.guardrails, ...pack.deviations.flatMap(guardrailOf)],
    advice: [...pack.advice, ...pack.deviations.flatMap(suggestionOf)],
  }
}

const nameOf = ({ audiences }: Pack, audience: string): string =>
  audiences.find(({ id }) => id === audience)?.name ?? audience.replaceAll('-', ' ')

const roleOf = ({ roles }: Pack, role: string | undefined): string =>
  roles.find(({ id }) => id === role)?.name ?? String(role).replaceAll('-', ' ')

const called = (id: string): Match => ({ logged: 'deviation.invoked', where: { deviation: id } })

function dutiesOf({ id, source, first, box, messages, target, anew, record, follow, name }: Deviation, pack: Pack): Duty[] {
  const owed = { source, owner: ['support'], from: [called(id)], each: true } as const
  return [
    { ...owed, id: `${id}.first`, within: first.within, done: first.done, says: first.says, why: name, overdue: PROMPT },
    ...messages.map(({ audience, template, within }): Duty => ({
      ...owed,
      id: `${id}.tell-${audience}`,
      owner: ['communications', 'support'],
      within,
      done: [{ logged: 'update.sent', where: { audience } }],
      says: `Tell ${inSentence(nameOf(pack, audience))}: the message is ready.`,
      why: name,
      draft: template,
      overdue: PROMPT,
    })),
    {
      ...owed,
      id: `${id}.engage`,
      within: box,
      done: target.flatMap((role) => [
        { logged: 'ask.accepted', where: { role } },
        { logged: 'role.taken', where: { role } },
      ]),
      ...(anew !== true && { met: target }),
      says: `Get the ${roleOf(pack, target[0])}.`,
      why: name,
      overdue: target.map((role, place) => ({ after: place * NEXT_IN_LINE, act: 'page', role })),
    },
    {
      ...owed,
      id: `${id}.record`,
      owner: ['scribe', 'support'],
      within: RECORD_WITHIN,
      done: [{ logged: 'deviation.recorded', where: { deviation: id } }],
      says: `Answer ${record.length === 1 ? 'one question' : `${record.length} questions`} about it for the record.`,
      why: record.map(({ asks }) => asks).join(' '),
      blocks: 'resolve',
      overdue: LATER,
    },
    {
      ...owed,
      id: `${id}.follow`,
      owner: [follow.owner, 'support'],
      within: FOLLOW_WITHIN,
      done: [{ logged: 'followup.created', where: { deviation: id } }],
      says: 'Write the follow-up, with an owner and a date.',
      why: follow.says,
      blocks: 'close',
      overdue: LATER,
    },
  ]
}

function guardrailOf({ id, source, first, name }: Deviation): Guardrail[] {
  if (first.holds === undefined) return []
  const { holds, except = [], done: until } = first
  return [{ id: `${id}.first`, source, from: called(id), until, holds, except, says: `${name}: first things first.`, instead: first.says }]
}

function suggestionOf({ id, source, trigger, name }: Deviation): Advice[] {
  if (trigger.detect === undefined) return []
  return [{ id, source, when: trigger.detect, unless: [called(id)], says: `${name}?`, why: trigger.says }]
}
