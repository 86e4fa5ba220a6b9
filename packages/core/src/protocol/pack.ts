// A protocol pack: what is owed when, by whom and until when, as data. Everything it says about an incident it asks of the log.
import type { ResponseClass, Severity } from '../vocabulary.ts'

/** An entry of the log: its type and, where given, the fields it must have. */
export type Match = { logged: string; where?: Readonly<Record<string, string | number | boolean>> }

/** What must not be so: an entry after the start of what asks, or a role that somebody holds. */
export type Condition = Match | { held: string }

/** A length of time in minutes, or the name of a clock that has one for each response class. */
export type Span = number | string

/** Null: this class has no such clock. */
export type Clock = Readonly<Record<ResponseClass, number | null>>

export type PhaseRule = { id: string; name: string; fromMinutes: number; goals: readonly string[] }

/** Who owes it: the first of these roles that somebody holds. */
export type Owners = readonly string[]

export type Duty = {
  id: string
  /** The requirement or procedure it carries out. */
  source: string
  owner: Owners
  /** Owed once, after the first of these; or after each of them. */
  from: Match
  each?: boolean
  /** Owed again and again: by a span after it was last done. */
  every?: boolean
  classes?: readonly ResponseClass[]
  unless?: readonly Condition[]
  within: Span
  done: readonly Match[]
  /** The next step, to one person, at most twelve words. */
  says: string
  why: string
  /** What follows when nobody does it, in minutes after it was due. */
  overdue: readonly { after: number; act: 'nudge' | 'raise' | 'page'; role: string }[]
}

export type Guardrail = {
  id: string
  source: string
  /** In force after this, until that. */
  from: Match
  until: readonly Match[]
  /** The actions it holds back, but for the exceptions. */
  holds: readonly string[]
  except?: readonly string[]
  says: string
  instead: string
}

export type Advice = { id: string; source: string; when: Match; unless?: readonly Condition[]; says: string; why: string }

export type Pack = {
  name: string
  version: number
  classes: Readonly<Record<Severity, ResponseClass>>
  clocks: Readonly<Record<string, Clock>>
  phases: readonly PhaseRule[]
  roles: readonly string[]
  duties: readonly Duty[]
  guardrails: readonly Guardrail[]
  advice: readonly Advice[]
}
