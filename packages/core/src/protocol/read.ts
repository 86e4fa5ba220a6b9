// What the protocol says of an incident now: a reading of its facts and the clock, and of nothing else.
import { MINUTE, type Instant, type ResponseClass, type Severity } from '../vocabulary.ts'
import { all, byTime, firstAfter, last } from './ask.ts'
import type { Fact, Facts } from './facts.ts'
import { isSo, owed, type Asking, type Deadline, type Obligation } from './owed.ts'
import type { Advice, Guardrail, Match, Pack } from './pack.ts'
import { standingOf, type Opened, type Standing } from './standing.ts'

export type Guarding = Pick<Guardrail, 'id' | 'source' | 'holds' | 'says' | 'instead'> & {
  except: readonly string[]
  because: readonly number[]
}
export type Advising = Pick<Advice, 'id' | 'source' | 'says' | 'why'> & { because: readonly number[] }

export type Reading = {
  phase: { id: string; since: Instant }
  severity: Severity
  class: ResponseClass
  column: Opened | null
  roles: Readonly<Record<string, string>>
  /** Soonest first; what is over stands among them. */
  obligations: readonly Obligation[]
  guardrails: readonly Guarding[]
  advice: readonly Advising[]
  closedAt: Instant | null
  /** What happens by itself, soonest first: each becomes a timer. */
  deadlines: readonly Deadline[]
}

/** Null before it was opened. The pack has been expanded. */
export function read(pack: Pack, facts: Facts, now: Instant): Reading | null {
  const standing = standingOf(pack, facts)
  if (standing === null) return null
  const asking: Asking = { pack, facts, now, standing }
  const told = pack.duties.flatMap((duty) => owed(asking, duty))
  const { severity, class: present } = standing.periods.at(-1) ?? standing.periods[0]
  return {
    phase: phaseOf(pack, facts, { standing, now }),
    severity,
    class: present,
    column: standing.column,
    roles: standing.roles,
    obligations: told.map(({ obligation }) => obligation).toSorted((a, b) => a.dueAt - b.dueAt),
    guardrails: pack.guardrails.flatMap((rule) => guarding(asking, rule)),
    advice: pack.advice.flatMap((rule) => advising(asking, rule)),
    closedAt: standing.closedAt,
    deadlines: told.flatMap(({ deadlines }) => deadlines).toSorted((a, b) => a.at - b.at),
  }
}

function guarding({ facts, standing }: Asking, rule: Guardrail): Guarding[] {
  const start = last(facts, rule.from)
  if (start === undefined || isOutside(rule, standing) || rule.until.some((match) => firstAfter(facts, match, start) !== undefined))
    return []
  const { id, source, holds, except = [], says, instead } = rule
  return [{ id, source, holds, except, says, instead, because: [start.seq] }]
}

function advising(asking: Asking, rule: Advice): Advising[] {
  const start = rule.when
    .flatMap((match) => (rule.by === undefined ? last(asking.facts, match) : lastBy(asking, match, rule.by)) ?? [])
    .toSorted(byTime)
    .at(-1)
  if (start === undefined || isOutside(rule, asking.standing)) return []
  if (rule.unless?.some((condition) => isSo(asking, condition, start))) return []
  const { id, source, says, why } = rule
  return [{ id, source, says, why, because: [start.seq] }]
}

/** The last that whoever has a role now wrote. */
function lastBy({ facts, standing }: Asking, match: Match, role: string): Fact | undefined {
  const holder = standing.roles[role]
  return holder === undefined ? undefined : all(facts, match).findLast(({ body }) => writer(body['by']) === holder)
}

/** A rehearsal names the person, the log the actor. */
const writer = (by: unknown): unknown => (typeof by === 'object' && by !== null && 'id' in by ? by.id : by)

/** A rule of some columns is for those; where no column is open, it is for nobody. */
const isOutside = ({ columns }: Pick<Guardrail, 'columns'>, { column }: Standing): boolean =>
  columns !== undefined && (column === null || !columns.includes(column.id))

/** By the clock, unless somebody decided that it is another one. */
function phaseOf({ phases }: Pack, facts: Facts, { standing: { openedAt }, now }: { standing: Standing; now: Instant }): Reading['phase'] {
  const decided = last(facts, { logged: 'phase.entered' })
  const byClock = phases.findLast(({ fromMinutes }) => openedAt + fromMinutes * MINUTE <= now)
  const since = openedAt + (byClock?.fromMinutes ?? 0) * MINUTE
  const placeOf = (id: unknown) => phases.findIndex((phase) => phase.id === id)
  // One entered early holds until the clock comes to a later one; one entered late holds until the clock moves on.
  const isAhead = decided !== undefined && placeOf(decided.body['phase']) > placeOf(byClock?.id)
  if (decided !== undefined && (isAhead || decided.observedAt >= since))
    return { id: String(decided.body['phase']), since: decided.observedAt }
  return { id: byClock?.id ?? 'unknown', since }
}

/** Whether an action is held back, and by what: the first rule in force that names it. */
export function heldBack({ guardrails }: Reading, action: string): Guarding | null {
  return guardrails.find(({ holds, except }) => holds.includes(action) && !except.includes(action)) ?? null
}

/** What stands between an incident and its end. */
export function blocking({ obligations }: Reading, end: 'resolve' | 'close'): Obligation[] {
  return obligations.filter(
    ({ blocks, state }) => (state === 'due' || state === 'overdue') && (blocks === end || (end === 'close' && blocks === 'resolve')),
  )
}
