// What the protocol says of an incident now: a reading of its facts and the clock, and of nothing else.
import { MINUTE, type Instant, type ResponseClass, type Severity } from '../vocabulary.ts'
import { keyOf, KINDS, withdrawn, type Fact, type Facts } from './facts.ts'
import type { Condition, Duty, Match, Pack, Span } from './pack.ts'

export type Obligation = {
  /** The duty, and the entry that made it owed: what "done" and "waived" name. */
  key: string
  duty: string
  state: 'due' | 'overdue' | 'kept' | 'late' | 'waived'
  owner: { role: string; who: string | null }
  dueAt: Instant
  doneAt: Instant | null
  /** The incident's class has changed since, to one that would not have asked for it. It is still owed. */
  isCarried: boolean
  says: string
  why: string
  /** The entries it rests on. */
  because: readonly number[]
}

export type Deadline = { at: Instant; key: string; act: 'nudge' | 'raise' | 'page'; role: string }

export type Reading = {
  phase: { id: string; since: Instant }
  severity: Severity
  class: ResponseClass
  roles: Readonly<Record<string, string>>
  obligations: readonly Obligation[]
  guardrails: readonly { id: string; says: string; instead: string; because: readonly number[] }[]
  advice: readonly { id: string; says: string; why: string; because: readonly number[] }[]
  /** What happens by itself, soonest first: each becomes a timer. */
  deadlines: readonly Deadline[]
}

type Period = { from: Instant; severity: Severity; class: ResponseClass }

/** Null before it was opened. */
export function read(pack: Pack, facts: Facts, now: Instant): Reading | null {
  const opened = all(facts, { logged: 'incident.opened' })[0]
  if (opened === undefined) return null
  const periods = periodsOf(pack, facts)
  const present = periods.at(-1) ?? { from: opened.observedAt, severity: 'SEV1', class: pack.classes.SEV1 }
  const roles = rolesOf(facts)
  const told = pack.duties.flatMap((duty) => owed({ pack, facts, now, periods, roles }, duty))
  return {
    phase: phaseOf(pack, facts, { openedAt: opened.observedAt, now }),
    severity: present.severity,
    class: present.class,
    roles,
    obligations: told.map(({ obligation }) => obligation).toSorted((a, b) => a.dueAt - b.dueAt),
    guardrails: pack.guardrails.flatMap((rule) => {
      const start = all(facts, rule.from).at(-1)
      const isOver = start === undefined || rule.until.some((match) => after(facts, match, start) !== undefined)
      return isOver ? [] : [{ id: rule.id, says: rule.says, instead: rule.instead, because: [start.seq] }]
    }),
    advice: pack.advice.flatMap((rule) => {
      const start = all(facts, rule.when).at(-1)
      const isOver = start === undefined || (rule.unless ?? []).some((condition) => holds({ facts, roles }, condition, start))
      return isOver ? [] : [{ id: rule.id, says: rule.says, why: rule.why, because: [start.seq] }]
    }),
    deadlines: told.flatMap(({ deadlines }) => deadlines).toSorted((a, b) => a.at - b.at),
  }
}

type Asking = { pack: Pack; facts: Facts; now: Instant; periods: readonly Period[]; roles: Readonly<Record<string, string>> }
type Told = { obligation: Obligation; deadlines: Deadline[] }

function owed(asking: Asking, duty: Duty): Told[] {
  const starts = all(asking.facts, duty.from)
  return (duty.each === true ? starts : starts.slice(0, 1)).flatMap((start) => obligationFrom(asking, duty, start))
}

function obligationFrom(asking: Asking, duty: Duty, start: Fact): Told[] {
  const { facts, now, periods, roles } = asking
  const key = `${duty.id}#${start.seq}`
  const done = duty.done.flatMap((match) => after(facts, match, start) ?? []).toSorted((a, b) => a.observedAt - b.observedAt)
  const last = duty.every === true ? done.at(-1) : undefined
  const due = dueAt(asking, duty, last?.observedAt ?? start.observedAt)
  if (due === null || (duty.unless ?? []).some((condition) => holds(asking, condition, start))) return []
  const first = duty.every === true ? undefined : done[0]
  const waived = after(facts, { logged: 'duty.waived', where: { duty: key } }, start)?.[0]
  const closing = first ?? waived
  const late = closing === undefined ? now > due : closing.observedAt > due
  const obligation: Obligation = {
    key,
    duty: duty.id,
    state: closing === undefined ? (late ? 'overdue' : 'due') : first === undefined ? 'waived' : late ? 'late' : 'kept',
    owner: ownerOf(duty, roles),
    dueAt: due,
    doneAt: closing?.observedAt ?? null,
    isCarried: duty.classes !== undefined && !duty.classes.includes(periods.at(-1)?.class ?? 'major'),
    says: duty.says,
    why: duty.why,
    because: [start.seq, ...(last === undefined ? [] : [last.seq]), ...(closing === undefined ? [] : [closing.seq])],
  }
  return [{ obligation, deadlines: closing === undefined ? deadlinesOf(facts, duty, obligation) : [] }]
}

/** Each step once: what was done stands on the log. What was thought done until it was taken back is asked for from then on. */
function deadlinesOf(facts: Facts, duty: Duty, { key, dueAt }: Obligation): Deadline[] {
  const takenBack = duty.done.flatMap((match) => (facts.index.get(withdrawn(lookup(match).key)) ?? []).map(({ observedAt }) => observedAt))
  const due = Math.max(dueAt, ...takenBack)
  return duty.overdue.flatMap(({ after: minutes, act, role }) => {
    const taken = all(facts, { logged: `duty.${act === 'nudge' ? 'nudged' : act === 'raise' ? 'raised' : 'paged'}`, where: { duty: key } })
    return taken.some((one) => one.body['dueAt'] === due) ? [] : [{ at: due + minutes * MINUTE, key, act, role }]
  })
}

/** The soonest over every class the incident has been in since: a downgrade relaxes nothing that is owed, and an upgrade may hasten it. */
function dueAt({ pack, periods }: Asking, duty: Duty, from: Instant): Instant | null {
  const since = periods.filter((_, place) => (periods[place + 1]?.from ?? Infinity) > from)
  const asked = since.filter((one) => duty.classes?.includes(one.class) ?? true)
  const counted = duty.every === true ? asked.slice(-1) : asked
  const dues = counted.flatMap((one) => {
    const minutes = minutesOf(pack, duty.within, one.class)
    return minutes === null ? [] : [(duty.every === true ? from : Math.max(from, one.from)) + minutes * MINUTE]
  })
  return dues.length === 0 ? null : Math.min(...dues)
}

const minutesOf = (pack: Pack, span: Span, of: ResponseClass): number | null =>
  typeof span === 'number' ? span : (pack.clocks[span]?.[of] ?? null)

function ownerOf({ owner }: Duty, roles: Asking['roles']): Obligation['owner'] {
  const held = owner.find((role) => roles[role] !== undefined)
  return { role: held ?? owner[0] ?? 'support', who: held === undefined ? (roles['support'] ?? null) : (roles[held] ?? null) }
}

function periodsOf({ classes }: Pack, facts: Facts): Period[] {
  const changes = [...all(facts, { logged: 'incident.opened' }), ...all(facts, { logged: 'severity.changed' })]
  return changes.flatMap(({ observedAt, body }) => {
    const severity = (body['severity'] ?? body['to']) as Severity
    return [{ from: observedAt, severity, class: classes[severity] }]
  })
}

function rolesOf(facts: Facts): Record<string, string> {
  const held: Record<string, string> = {}
  const changes = [...all(facts, { logged: 'role.taken' }), ...all(facts, { logged: 'role.released' })]
  for (const { type, body } of changes.toSorted((a, b) => a.observedAt - b.observedAt || a.seq - b.seq))
    if (type === 'role.taken') held[String(body['role'])] = String(body['who'])
    else delete held[String(body['role'])]
  const first = all(facts, { logged: 'page.acknowledged' })[0]
  if (first !== undefined) held['support'] ??= String((first.body['by'] as { id?: unknown } | undefined)?.id)
  return held
}

/** By the clock, unless somebody decided that it is another one. */
function phaseOf({ phases }: Pack, facts: Facts, { openedAt, now }: { openedAt: Instant; now: Instant }): Reading['phase'] {
  const decided = all(facts, { logged: 'phase.entered' }).at(-1)
  const byClock = phases.findLast(({ fromMinutes }) => openedAt + fromMinutes * MINUTE <= now)
  const byClockAt = openedAt + (byClock?.fromMinutes ?? 0) * MINUTE
  if (decided !== undefined && decided.observedAt >= byClockAt) return { id: String(decided.body['phase']), since: decided.observedAt }
  return { id: byClock?.id ?? 'unknown', since: byClockAt }
}

const holds = ({ facts, roles }: Pick<Asking, 'facts' | 'roles'>, condition: Condition, start: Fact): boolean =>
  'held' in condition ? roles[condition.held] !== undefined : after(facts, condition, start) !== undefined

/** A look-up, then a filter by what the look-up could not ask. */
function all(facts: Facts, match: Match): readonly Fact[] {
  const { key, rest } = lookup(match)
  const found = facts.index.get(key) ?? []
  return rest.length === 0 ? found : found.filter(({ body }) => rest.every(([name, value]) => body[name] === value))
}

function lookup({ logged, where }: Match): { key: string; rest: [string, unknown][] } {
  const fields = Object.entries(where ?? {})
  const kind = fields.find(([name, value]) => typeof value === 'string' && (KINDS as readonly string[]).includes(name))
  if (kind === undefined) return { key: logged, rest: fields }
  return { key: keyOf(logged, kind[0], String(kind[1])), rest: fields.filter((one) => one !== kind) }
}

function after(facts: Facts, match: Match, start: Fact): readonly Fact[] | undefined {
  const found = all(facts, match).filter(({ observedAt, seq }) => observedAt >= start.observedAt && seq !== start.seq)
  return found.length === 0 ? undefined : found
}
