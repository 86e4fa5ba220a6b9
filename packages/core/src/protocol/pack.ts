// A protocol pack: what is owed when, by whom and until when, as data. Everything it says about an incident it asks of the log.
import type { ResponseClass, Severity } from '../vocabulary.ts'

/** An entry of the log: its type and, where given, the fields it must have. */
export type Match = { logged: string; where?: Readonly<Record<string, string | number | boolean>> }

/** An entry after the start of what asks, a role that somebody holds, or that the incident is over. */
export type Condition = Match | { held: string } | { state: 'resolved' }

/** Minutes; or minutes or days of working time, by the calendar that the log says the incident goes by. */
export type Length = number | { working: number } | { workingDays: number }

/** A length of time, the name of a clock that has one for each response class, or the field of the entry that names the instant. */
export type Span = Length | string | { field: string }

/** Null: this class has no such clock. */
export type Clock = Readonly<Record<ResponseClass, Length | null>>

export type PhaseRule = { id: string; name: string; fromMinutes: number; goals: readonly string[] }

/** A hat somebody can wear. `does` is what they read when they take it. */
export type RoleRule = { id: string; name: string; does: string; owes: readonly string[]; never: readonly string[] }

/** What follows when nobody does what is due, in minutes after it was due; below zero: before. `owner` is whoever owes it. */
export type OverdueStep = { after: number; act: 'nudge' | 'raise' | 'page'; role: string }

export type Duty = {
  id: string
  /** The requirement it carries out. */
  source: string
  phase?: string
  /** The first of these roles that somebody holds owes it. */
  owner: readonly string[]
  /** Owed once, after the first of these; or after each of them. */
  from: readonly Match[]
  each?: boolean
  /** Owed again and again: by a span after it was last done. */
  every?: boolean
  classes?: readonly ResponseClass[]
  columns?: readonly string[]
  /** Only where one of its columns is open; otherwise what has no column at all owes it too. */
  strictly?: boolean
  /** Not owed while one of these is so. What was done before stays done. */
  unless?: readonly Condition[]
  /** Kept at once when one of these roles was held when it began. */
  met?: readonly string[]
  within: Span
  done: readonly Match[]
  /** Fields in which what ends it agrees with what began it. */
  same?: readonly string[]
  /** The next step, to one person, at most twelve words. */
  says: string
  why: string
  /** The template of what is said, where saying something does it. */
  draft?: string
  /** The incident cannot be closed while it is owed. */
  blocks?: 'resolve' | 'close'
  overdue: readonly OverdueStep[]
}

export type Guardrail = {
  id: string
  source: string
  /** In force after this, until one of those. */
  from: Match
  until: readonly Match[]
  columns?: readonly string[]
  /** The actions it holds back, and those it lets through all the same. */
  holds: readonly string[]
  except?: readonly string[]
  says: string
  instead: string
}

export type Advice = {
  id: string
  source: string
  when: readonly Match[]
  /** Only where whoever has this role now wrote it. */
  by?: string
  columns?: readonly string[]
  unless?: readonly Condition[]
  says: string
  why: string
}

/** A situation that somebody calls, or a detector suggests. All seven parts are there: a gap would be met at night. */
export type Deviation = {
  id: string
  source: string
  family: 'deviation' | 'pressure' | 'operations' | 'technical' | 'people' | 'resources'
  name: string
  trigger: { says: string; detect?: readonly Match[] }
  first: { says: string; done: readonly Match[]; within: Span; holds?: readonly string[]; except?: readonly string[] }
  /** How long it may take before the next person is asked. */
  box: Span
  messages: readonly { audience: string; template: string; within: Span }[]
  /** Who is engaged, the first that can be reached. Whoever is here already need not be, unless what is new is for them (`anew`). */
  target: readonly string[]
  anew?: boolean
  record: readonly { field: string; asks: string }[]
  follow: { says: string; owner: string }
}

/** What can be done to a system: A is safe and can be undone, B is guarded, C is somebody else's. */
export type Capability = {
  id: string
  name: string
  class: 'A' | 'B' | 'C'
  roles: readonly string[]
  /** Whose on-call does it for those who may not. */
  holder: string
  template: string
  instead: readonly string[]
}

/** A column of the matrix: the first whose conditions hold is taken. */
export type Column = {
  id: string
  name: string
  source: string
  when: { criticalPath?: boolean; runbook?: 'linked' | 'complete' | 'none' | 'incomplete'; highRisk?: boolean }
  pages: readonly string[]
  leads: string
  firstScreen: string
  says: string
  review: boolean
  audiences: readonly string[]
}

export type AudienceRule = {
  id: string
  name: string
  every: Span | null
  approver: string | null
  by: 'room' | 'email' | 'status-page' | 'hand'
  /** How much it is told of what an update rests on; by name, where nothing is said. */
  basis?: 'named' | 'plain' | 'none'
}

/** A specialist's packet: what points to them, what they need to know, and what is too vague to send. */
export type Specialist = {
  id: string
  source: string
  name: string
  role: string
  signs: readonly string[]
  needs: readonly { field: string; asks: string; vague?: readonly string[] }[]
  responds: Span
  chain: readonly string[]
}

export type ImpactQuestion = { id: string; asks: string; answers: readonly { says: string; severity: Severity | null }[] }

export type Pack = {
  name: string
  version: number
  about: string
  classes: Readonly<Record<Severity, ResponseClass>>
  labels: Readonly<Record<Severity, { label: string; means: string; scope: string; escalation: string; risk: string }>>
  impact: readonly ImpactQuestion[]
  clocks: Readonly<Record<string, Clock>>
  phases: readonly PhaseRule[]
  roles: readonly RoleRule[]
  /** Named sets of on-call roles for each class: "everybody" is never the company. */
  sets: Readonly<Record<string, Readonly<Record<ResponseClass, readonly string[]>>>>
  columns: readonly Column[]
  duties: readonly Duty[]
  guardrails: readonly Guardrail[]
  advice: readonly Advice[]
  deviations: readonly Deviation[]
  capabilities: readonly Capability[]
  audiences: readonly AudienceRule[]
  templates: Readonly<Record<string, string>>
  /** At most three for a role: what one knows half asleep. */
  memory: Readonly<Record<string, readonly string[]>>
  specialists: readonly Specialist[]
}
