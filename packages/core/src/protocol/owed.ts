// What somebody owes: each duty of the pack, for each entry that makes it owed, with its deadline and how it stands.
import { MINUTE, type Instant, type ResponseClass } from '../vocabulary.ts'
import { all, byTime, firstAfter, last, lastAfter, lookup } from './ask.ts'
import { withdrawn, type Fact, type Facts } from './facts.ts'
import { endOf, lengthOf } from './length.ts'
import type { Condition, Duty, Match, OverdueStep, Pack } from './pack.ts'
import { changesOf, rolesAt, type Standing } from './standing.ts'

export type Obligation = {
  /** The duty, and the entry that made it owed: what "done" and "waived" name. */
  key: string
  duty: string
  source: string
  state: 'due' | 'overdue' | 'kept' | 'late' | 'waived'
  /** `who` is null while nobody holds any of the roles that owe it. */
  owner: { role: string; who: string | null }
  dueAt: Instant
  doneAt: Instant | null
  /** Somebody has put it off: nobody is reminded before then, and it is late all the same. */
  snoozedUntil: Instant | null
  /** The incident's class has changed since, to one that would not have asked for it. It is still owed. */
  isCarried: boolean
  says: string
  why: string
  draft: string | null
  blocks: 'resolve' | 'close' | null
  /** The entries it rests on. */
  because: readonly number[]
}

/** A step of a duty that is due at `dueAt`: taken `after` so many minutes, below zero before. */
export type Deadline = OverdueStep & { at: Instant; key: string; dueAt: Instant }

export type Asking = { pack: Pack; facts: Facts; now: Instant; standing: Standing }
type Told = { obligation: Obligation; deadlines: Deadline[] }

export function owed(asking: Asking, duty: Duty): Told[] {
  const { facts, standing } = asking
  if (isElsewhere(duty, standing)) return []
  const starts = duty.from.flatMap((match) => all(facts, match)).toSorted(byTime)
  return (duty.each === true ? starts : starts.slice(0, 1)).flatMap((start) => from(asking, duty, start))
}

function from(asking: Asking, duty: Duty, start: Fact): Told[] {
  const { facts, now, standing } = asking
  const key = `${duty.id}#${start.seq}`
  const seek = duty.every === true ? lastAfter : firstAfter
  const done = duty.done.flatMap((match) => seek(facts, alike(duty, match, start), start) ?? [])
  if (done.length > 1) done.sort(byTime)
  const again = duty.every === true ? done.at(-1) : undefined
  const dueAt = dueAfter(asking, duty, again ?? start)
  if (dueAt === null) return []
  const closing = duty.every === true ? undefined : (metAlready(asking, duty, start) ?? done[0])
  const round = duty.every === true ? roundOf(facts, duty, again ?? start) : start
  const waived = closing === undefined ? firstAfter(facts, { logged: 'duty.waived', where: { duty: key } }, round) : undefined
  const end = closing ?? waived
  if (end === undefined && duty.unless?.some((condition) => isSo(asking, condition, start))) return []
  const isLate = (end?.observedAt ?? now) > dueAt
  const putOff = putOffUntil(facts, key, round)
  const obligation: Obligation = {
    key,
    duty: duty.id,
    source: duty.source,
    state: stateOf({ isDone: closing !== undefined, isWaived: waived !== undefined, isLate }),
    owner: ownerOf(duty, standing.roles),
    dueAt,
    doneAt: end?.observedAt ?? null,
    snoozedUntil: end === undefined && putOff !== null && putOff > now ? putOff : null,
    isCarried: duty.classes !== undefined && !duty.classes.includes(presentOf(standing)),
    says: duty.says,
    why: duty.why,
    draft: duty.draft ?? null,
    blocks: duty.blocks ?? null,
    because: seqsOf(start, again, end),
  }
  const isQuiet = end !== undefined || isOver(standing, duty, start)
  return [{ obligation, deadlines: isQuiet ? [] : deadlinesOf(facts, duty, { ...obligation, putOff }) }]
}

/** After the end nobody is reminded of what was owed in the heat of it; what the end itself asks for, and what stands before the close, still counts. */
const isOver = ({ resolvedAt }: Standing, { blocks }: Duty, { observedAt }: Fact): boolean =>
  resolvedAt !== null && observedAt < resolvedAt && blocks !== 'close'

/** Each once: a role that was held already both begins and ends it. */
function seqsOf(start: Fact, ...others: readonly (Fact | undefined)[]): number[] {
  const seqs = [start.seq]
  for (const fact of others) if (fact !== undefined && !seqs.includes(fact.seq)) seqs.push(fact.seq)
  return seqs
}

function stateOf({ isDone, isWaived, isLate }: { isDone: boolean; isWaived: boolean; isLate: boolean }): Obligation['state'] {
  if (isWaived) return 'waived'
  if (isDone) return isLate ? 'late' : 'kept'
  return isLate ? 'overdue' : 'due'
}

const presentOf = ({ periods }: Standing): ResponseClass => (periods.at(-1) ?? periods[0]).class

/** What ends it must agree with what began it in these fields: the promise to one audience is not kept by a word to another. */
function alike({ same = [] }: Duty, match: Match, { body }: Fact): Match {
  const shared = same.flatMap((field) =>
    isPlain(body[field]) && match.where?.[field] === undefined ? [[field, body[field]] as const] : [],
  )
  return shared.length === 0 ? match : { ...match, where: { ...Object.fromEntries(shared), ...match.where } }
}

const isPlain = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value)

/** Nobody is asked for what was so before: a commander who has the incident need not be found. */
function metAlready({ facts }: Asking, { met = [] }: Duty, start: Fact): Fact | undefined {
  if (met.length === 0) return undefined
  const roles = rolesAt(facts, start.observedAt)
  return met.some((role) => roles[role] !== undefined) ? start : undefined
}

/** Each step once for each deadline: what was done stands on the log. What was thought done until it was taken back is asked for from then on. */
function deadlinesOf(
  facts: Facts,
  duty: Duty,
  { key, dueAt, putOff }: { key: string; dueAt: Instant; putOff: Instant | null },
): Deadline[] {
  const takenBack = duty.done.flatMap((match) => (facts.index.get(withdrawn(lookup(match).key)) ?? []).map(({ observedAt }) => observedAt))
  const due = Math.max(dueAt, ...takenBack)
  const quietUntil = putOff ?? 0
  return duty.overdue.flatMap((step) => {
    const taken = all(facts, { logged: TAKEN[step.act], where: { duty: key } })
    const isTaken = taken.some(({ body }) => body['dueAt'] === due && body['role'] === step.role && body['after'] === step.after)
    // What was to be said before the deadline is said when the time is over; what follows it keeps its distance.
    const at = step.after < 0 ? Math.max(due + step.after * MINUTE, quietUntil) : Math.max(due, quietUntil) + step.after * MINUTE
    return isTaken ? [] : [{ ...step, at, key, dueAt: due }]
  })
}

/**
 * What a cadence asks for now began with this: what was put off or waived before it was another round.
 * It begins with the last time it was done, and again when the incident becomes graver or less so, comes back, or passes into other hands.
 */
function roundOf(facts: Facts, { owner }: Duty, from: Fact): Fact {
  const handed = owner.map((role) => last(facts, { logged: 'role.taken', where: { role } }))
  const turns = [from, changesOf(facts).at(-1), last(facts, { logged: 'incident.reopened' }), ...handed]
  return turns.flatMap((turn) => turn ?? []).reduce((one, other) => (byTime(one, other) > 0 ? one : other))
}

/** Until when reminders of it wait, by the last who put it off in this round; null: nobody has. */
function putOffUntil(facts: Facts, key: string, round: Fact): Instant | null {
  const put = lastAfter(facts, { logged: 'duty.snoozed', where: { duty: key } }, round)
  return put === undefined ? null : put.observedAt + Number(put.body['minutes']) * MINUTE
}

/** The entry that says a step was taken; it names the duty's key, and which step for which deadline it was. */
export const TAKEN = { nudge: 'duty.nudged', raise: 'duty.raised', page: 'duty.paged' } as const satisfies Record<
  OverdueStep['act'],
  string
>

/**
 * The soonest over every class the incident has been in since: a downgrade relaxes nothing that is owed, and an upgrade may hasten it.
 * A cadence follows the present class, and is never due before that class began.
 */
function dueAfter(
  { pack, standing: { periods, resumedAt, column, hours } }: Asking,
  duty: Duty,
  { observedAt, body }: Fact,
): Instant | null {
  const { within } = duty
  // What a column asks for is owed from when somebody chose it: nobody is late with what was not theirs yet.
  const chosenAt = duty.columns !== undefined && column?.isChosen === true ? column.since : 0
  const at = Math.max(observedAt, chosenAt, duty.every === true ? resumedAt : 0)
  if (typeof within === 'object' && 'field' in within) return typeof body[within.field] === 'number' ? Number(body[within.field]) : null
  const since = periods.filter((_, place) => (periods[place + 1]?.from ?? Infinity) > at)
  const asked = since.filter((one) => duty.classes?.includes(one.class) ?? true)
  const dues = (duty.every === true ? asked.slice(-1) : asked).flatMap((period) => {
    const length = lengthOf(pack, within, period.class)
    if (length === null) return []
    return duty.every === true ? [Math.max(endOf(length, at, hours), period.from)] : [endOf(length, Math.max(at, period.from), hours)]
  })
  return dues.length === 0 ? null : Math.min(...dues)
}

function ownerOf({ owner }: Duty, roles: Standing['roles']): Obligation['owner'] {
  const held = owner.find((role) => roles[role] !== undefined)
  if (held !== undefined) return { role: held, who: roles[held] ?? null }
  return { role: owner[0] ?? 'support', who: roles['support'] ?? null }
}

/** Bound to columns of which none is open. Where no column is, nothing is narrowed, unless the duty is for its columns strictly. */
const isElsewhere = ({ columns, strictly = false }: Duty, { column }: Standing): boolean =>
  columns !== undefined && (column === null ? strictly : !columns.includes(column.id))

export function isSo({ facts, standing }: Pick<Asking, 'facts' | 'standing'>, condition: Condition, start: Fact): boolean {
  if ('held' in condition) return standing.roles[condition.held] !== undefined
  if ('state' in condition) return standing.resolvedAt !== null
  return firstAfter(facts, condition, start) !== undefined
}
