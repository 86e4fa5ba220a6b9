// How an incident stands by its facts: since when in which class, who wears which hat, which column, whether it is over.
import type { Hours } from '../hours/hours.ts'
import { MINUTE, type Instant, type ResponseClass, type Severity } from '../vocabulary.ts'
import { all, byTime, firstAfter, last } from './ask.ts'
import type { Fact, Facts } from './facts.ts'
import { hoursIn } from './length.ts'
import type { Column, Pack } from './pack.ts'

export type Period = { from: Instant; severity: Severity; class: ResponseClass }
type Roles = Readonly<Record<string, string>>

/** Opened by what is known, or chosen by somebody; `because` are the entries it rests on. */
export type Opened = { id: string; isChosen: boolean; since: Instant; because: readonly number[] }

export type Standing = {
  openedAt: Instant
  /** Oldest first; the last is the present one. */
  periods: readonly [Period, ...Period[]]
  roles: Roles
  /** The column of the matrix; null where the class asks for none. */
  column: Opened | null
  /** Null while it is open. */
  resolvedAt: Instant | null
  /** When somebody closed it, after all that stood before it; null while they have not. */
  closedAt: Instant | null
  /** When it last came back; clocks that resolving had stopped count from then. */
  resumedAt: Instant
  /** When the team works: what working time is counted by. Null: the log does not say. */
  hours: Hours | null
}

/** Null before it was opened. */
export function standingOf({ classes, columns }: Pack, facts: Facts): Standing | null {
  const opened = all(facts, { logged: 'incident.opened' })[0]
  if (opened === undefined) return null
  const periodAt = ({ observedAt, body }: Fact): Period => {
    const severity = (body['severity'] ?? body['to']) as Severity
    return { from: observedAt, severity, class: classes[severity] }
  }
  const end = endOf(facts)
  const isOver = end !== undefined && end.type !== 'incident.reopened'
  const periods = [periodAt(opened), ...changesOf(facts).map(periodAt)] as const
  return {
    openedAt: opened.observedAt,
    periods,
    roles: rolesAt(facts, Infinity),
    column: periods.some((one) => MATRIX.includes(one.class)) ? columnOf(columns, facts, opened) : null,
    resolvedAt: isOver ? end.observedAt : null,
    closedAt: isOver ? (firstAfter(facts, { logged: 'incident.closed' }, end)?.observedAt ?? null) : null,
    resumedAt: last(facts, { logged: 'incident.reopened' })?.observedAt ?? 0,
    hours: hoursOf(facts, opened),
  }
}

/** It is resolved, or it went into another. */
const ENDS = ['incident.resolved', 'incident.merged', 'incident.reopened']

const endOf = (facts: Facts): Fact | undefined =>
  ENDS.flatMap((logged) => all(facts, { logged }))
    .toSorted(byTime)
    .at(-1)

export function isOver(facts: Facts): boolean {
  const end = endOf(facts)
  return end !== undefined && end.type !== 'incident.reopened'
}

/** The matrix is for what is grave; once it is opened, it stays. */
const MATRIX: readonly ResponseClass[] = ['crisis', 'major']

/** What is known of the service and its runbook stands on the opening, and on what was learned since. */
function columnOf(columns: readonly Column[], facts: Facts, opened: Fact): Opened | null {
  const chosen = last(facts, { logged: 'column.chosen' })
  if (chosen !== undefined) return { id: String(chosen.body['column']), isChosen: true, since: chosen.observedAt, because: [chosen.seq] }
  const learned = [opened, ...all(facts, { logged: 'incident.context' })]
  const known: Record<string, unknown> = Object.assign({}, ...learned.map(({ body }) => body))
  const found = columns.find(({ when }) => fits(when, known))
  return found === undefined ? null : { id: found.id, isChosen: false, since: opened.observedAt, because: learned.map(({ seq }) => seq) }
}

/** The last that is known: a calendar may change while an incident is open. */
function hoursOf(facts: Facts, opened: Fact): Hours | null {
  const told = all(facts, { logged: 'incident.context' }).findLast(({ body }) => 'hours' in body)
  return hoursIn((told ?? opened).body)
}

/** By what is known of a service and its runbook before there is a log; undefined where the class asks for none. */
export function columnFor(columns: readonly Column[], of: ResponseClass, known: Readonly<Record<string, unknown>>): Column | undefined {
  return MATRIX.includes(of) ? columns.find(({ when }) => fits(when, known)) : undefined
}

function fits({ criticalPath, runbook, highRisk }: Column['when'], known: Record<string, unknown>): boolean {
  const { linked, complete, highRisk: isRisky } = Object(known['runbook']) as { linked?: unknown; complete?: unknown; highRisk?: unknown }
  const runbooks = {
    linked: linked === true,
    complete: linked === true && complete === true,
    none: linked !== true,
    incomplete: complete !== true,
  }
  return (
    (criticalPath === undefined || criticalPath === (known['criticalPath'] === true)) &&
    (runbook === undefined || runbooks[runbook]) &&
    (highRisk === undefined || highRisk === (isRisky === true))
  )
}

/** A graver alert raises it, a person changes it. */
export const changesOf = (facts: Facts): Fact[] =>
  [...all(facts, { logged: 'severity.changed' }), ...all(facts, { logged: 'incident.severity-raised' })].toSorted(byTime)

/** Who held which role at a moment: a role is somebody's until they give it back or another takes it. Whoever has answered the ladder first is the support engineer. */
export function rolesAt(facts: Facts, at: Instant): Roles {
  const held: Record<string, string> = {}
  // In the order in which they answered; whoever gave the page back, or was forgotten, has answered no more.
  let answered: string[] = []
  const since = anewSince(facts, at)
  for (const { type, body, observedAt } of CHANGES.flatMap((logged) => all(facts, { logged })).toSorted(byTime)) {
    if (observedAt > at) break
    if (observedAt < since) continue
    const role = String(body['role'])
    if (type === 'role.taken') {
      held[role] = String(body['who'])
      // It was handed over, and the answer with it.
      if (role === SUPPORT) answered = []
    } else if (type === 'role.released') {
      if (role === SUPPORT && held[role] === undefined) answered.shift()
      delete held[role]
    } else if (body['asked'] === undefined) answered = answeredAfter(answered, type, body)
  }
  const [first] = answered
  if (first !== undefined) held[SUPPORT] ??= first
  return held
}

const SUPPORT = 'support'
const CHANGES = [
  'role.taken',
  'role.released',
  'page.acknowledged',
  'incident.acknowledged',
  'page.declined',
  'page.acknowledgement-elapsed',
  'page.person-removed',
]

function answeredAfter(before: string[], type: string, { by, userId }: Readonly<Record<string, unknown>>): string[] {
  const who = (by as { id?: string } | undefined)?.id
  switch (type) {
    case 'page.acknowledgement-elapsed':
      return []
    case 'page.declined':
      return before.filter((one) => one !== who)
    case 'page.person-removed':
      return before.filter((one) => one !== userId)
    default:
      return who === undefined || before.includes(who) ? before : [...before, who]
  }
}

/** After so long nobody of before is still there: whoever answers when it comes back begins anew. */
const LAPSE = 30 * MINUTE

/** When it last came back after so long that no role of before holds; 0: it never did. */
function anewSince(facts: Facts, at: Instant): Instant {
  const ends = all(facts, { logged: 'incident.resolved' })
  return (
    all(facts, { logged: 'incident.reopened' }).findLast((back) => {
      const end = ends.findLast(({ observedAt }) => observedAt <= back.observedAt)
      return back.observedAt <= at && end !== undefined && back.observedAt - end.observedAt > LAPSE
    })?.observedAt ?? 0
  )
}
