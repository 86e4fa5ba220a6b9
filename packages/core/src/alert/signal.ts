// What every intake turns its vendor's words into: one signal about one thing, ready for the alert rules.
import type { Instant, Json, SignalSeverity } from '../vocabulary.ts'

export type Link = { href: string; text: string }

export type Signal = {
  action: 'trigger' | 'acknowledge' | 'resolve'
  /** Deduplication key within one integration; null opens a new alert each time (the shell then makes one up). */
  key: string | null
  severity: SignalSeverity
  /** One line for a human, at most 1024 characters. */
  summary: string
  /** The thing that is ill: host, service, check. */
  source: string
  /** Which sender spoke; event times are compared only within one sender, because clocks of different senders disagree. */
  sender: string
  /** When the source says it happened; null when it does not say. */
  eventAt: Instant | null
  /** Until when the source vouches for the alert; past it without word the source is silent, which is not recovery. */
  endsAt: Instant | null
  labels: Record<string, string>
  details: Json
  links: Link[]
}

/** A deploy, a flag, a migration: kept for "recent changes", pages nobody. */
export type ChangeEvent = {
  summary: string
  source: string
  eventAt: Instant | null
  details: Json
  links: Link[]
}

/** Keys of tests that somebody asked for begin so: a test is an incident of its own, so that it never takes in an alert that is real. */
export const TEST_KEY = 'muster:test:'

export const SUMMARY_LIMIT = 1024
export const KEY_LIMIT = 255
