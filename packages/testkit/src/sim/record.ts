// The record of a night: everything said, sent, committed and gone wrong, in order. The oracle reads this and nothing else.
import type { Alert } from '@muster/core/alert/alert.ts'
import type { Signal } from '@muster/core/alert/signal.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import type { PageTimer } from '@muster/core/page/open.ts'
import type { Actor, Page, PageCommand } from '@muster/core/page/page.ts'
import type {
  AlertId,
  ChannelName,
  ContactId,
  IncidentId,
  Instant,
  IntegrationId,
  Millis,
  PageId,
  ServiceId,
  SignalId,
  UserId,
} from '@muster/core/vocabulary.ts'
import type { Org } from './plot/organisation.ts'

export type SentSignal = { id: SignalId; serviceId: ServiceId; integrationId: IntegrationId; receivedAt: Instant; signal: Signal }

export type Said =
  | { type: 'acknowledge' | 'escalate' | 'ask-for-help' | 'decline'; pageId: PageId | null }
  | { type: 'snooze'; until: Instant; pageId: PageId | null }
  | { type: 'resolve' }
  | { type: 'reassign'; to: { policyIndex: number } | { userId: UserId } }
  | { type: 'add-responder'; userId: UserId }
  | { type: 'apply-policy' }

export type Answer = { type: 'delivered' } | { type: 'retry'; afterMs: Millis | null; why: string } | { type: 'never'; why: string }

export type Cause =
  | { type: 'signals'; serviceId: ServiceId; signals: { id: SignalId; outcome: string; alertId: AlertId | null; at: Instant | null }[] }
  | { type: 'timer'; pageId: PageId; incidentId: IncidentId; kind: PageTimer['kind']; epoch: number; late: boolean }
  | { type: 'source-silent'; alertId: AlertId; incidentId: IncidentId }
  | { type: 'said'; by: Actor; incidentId: IncidentId; said: Said }
  /** Something said to a page that it may not concern: one that is over, one that never began, the wrong person, the wrong rung. */
  | { type: 'stray'; pageId: PageId; incidentId: IncidentId; command: PageCommand }
  /** A page made and started for nobody to see: nothing of it is kept. */
  | { type: 'rehearsal'; fresh: Page; command: PageCommand }
  | { type: 'configured'; what: string; org: Org; gone: UserId[]; moved: ServiceId[] }
  | {
      type: 'finished'
      key: string
      attempt: number
      incidentId: IncidentId
      answer: Answer
      ignored: boolean
      carried: string[]
      hastened: string[]
    }

export type Line = { incidentId: IncidentId; type: string; at: Instant; body: Record<string, unknown> }

export type Planned = {
  key: string
  kind: 'page' | 'notice'
  incidentId: IncidentId
  pageId: PageId | null
  userId: UserId
  contactId: ContactId
  channel: ChannelName
  dueAt: Instant
  priority: number
  /** A notice's words, and what kind of news it is. */
  text: string | null
  reason: 'answered' | 'resolved' | 'source-silent' | null
}

/** One transaction: all of it, or none. */
export type Commit = {
  type: 'commit'
  at: Instant
  by: string
  cause: Cause
  /** The reason nothing was done. */
  refused: string | null
  lines: Line[]
  planned: Planned[]
  /** What was to be taken back; null is everybody's. */
  stops: { pageId: PageId; userId: UserId | null; why: string }[]
  cancelled: { key: string; why: string }[]
  /** As a screen shows them after it: those the transaction touched. */
  incidents: Incident[]
  pages: Page[]
  alerts: Alert[]
  /** Timers that had another meaning before it. */
  replaced: (PageTimer & { pageId: PageId })[]
}

export type Trouble = {
  type: 'trouble'
  at: Instant
  what: 'crash' | 'pause' | 'away' | 'jump'
  who: string
  where: string
  /** When it is over. */
  until: Instant
}

export type Call = {
  type: 'call'
  at: Instant
  by: string
  key: string
  attempt: number
  kind: 'page' | 'notice'
  contactId: ContactId
  channel: ChannelName
  short: string
  title: string
}

export type Entry =
  | { type: 'organisation'; at: Instant; org: Org; workers: string[] }
  | { type: 'accepted'; at: Instant; sent: SentSignal }
  | { type: 'turned-away'; at: Instant; what: string }
  | Commit
  | {
      type: 'claimed'
      at: Instant
      by: string
      channel: ChannelName
      keys: string[]
      bundled: { key: string; into: string }[]
      heldBack: { key: string; until: Instant }[]
    }
  | { type: 'looked'; at: Instant; by: string; key: string; attempt: number; wanted: boolean }
  | Call
  /** What the provider did with a call, whether the caller lived to hear of it or not. */
  | { type: 'provider'; at: Instant; key: string; attempt: number; did: 'rang' | 'refused' | 'failed' | 'dropped' }
  | Trouble
  | { type: 'over'; at: Instant; waitingSignals: number; waitingTimers: string[]; waitingDeliveries: string[] }

export type Night = { seed: number; entries: Entry[]; /** The rules threw: no night should end so. */ threw: string | null }
