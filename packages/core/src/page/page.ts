// A page: one incident climbing one ladder until a human answers. Nouns only; the rules are in decide.ts.
import type { IncidentId, Instant, OrgId, PageId, UserId } from '../vocabulary.ts'
import type { Policy } from './policy.ts'
import type { ContactRule } from './roster.ts'

/** Who acted. `user` is a person of the organisation, `member` somebody signed in who is none; `monitor` sent the alert; `system` is Muster itself. */
export type Actor =
  | { type: 'user'; id: UserId; name: string }
  | { type: 'member'; id: string; name: string }
  | { type: 'token'; name: string }
  | { type: 'monitor'; name: string }
  | { type: 'system' }

/** One person woken by the rung the page stands on. */
export type Call = {
  userId: UserId
  state: 'paging' | 'acknowledged' | 'declined' | 'undeliverable' | 'removed'
}

/** `role` is one of the incident's protocol; `name` is what people call it. */
export type Asked = { role: string; name: string; text: string }

type Common = {
  id: PageId
  orgId: OrgId
  incidentId: IncidentId
  /** `ladder`: the service's own climb, which decides whether the incident is answered. `responder`: one person asked to join. */
  role: 'ladder' | 'responder'
  /** As what the responder is called, and why; absent: as themselves, and of the ladder. */
  asked?: Asked
  policy: Policy
  startedAt: Instant
  /** Counts climbs: a forgotten answer, a snooze's end or a new ladder begins the next one. */
  climb: number
  /** Counts passes over the ladder within a climb, from 1. */
  pass: number
  /** The rung stood on, from 0. */
  rung: number
  /** Rises whenever the pending timer changes its meaning, so a timer that comes late is known by its number. */
  epoch: number
  calls: Call[]
  /** Nobody was left to wake: the organisation's catch-all had to be used. */
  unowned: boolean
}

export type Page =
  | (Common & { state: 'waiting'; nextAt: null })
  | (Common & { state: 'climbing'; nextAt: Instant })
  | (Common & { state: 'acknowledged'; by: Actor; acknowledgedAt: Instant; nextAt: Instant | null })
  | (Common & { state: 'snoozed'; by: Actor; nextAt: Instant })
  | (Common & { state: 'exhausted'; nextAt: null })
  | (Common & { state: 'ended'; nextAt: null })

export type PageState = Page['state']

export type PageCommand =
  /** `skipRungs`: an alert that came back skips a tier, because the first one's fix did not hold. */
  | { type: 'start'; skipRungs: number }
  | { type: 'rung-elapsed'; epoch: number }
  | { type: 'acknowledge'; by: Actor }
  | { type: 'acknowledgement-elapsed'; epoch: number }
  | { type: 'escalate'; by: Actor }
  | { type: 'ask-for-help'; by: Actor }
  | { type: 'decline'; by: Actor }
  | { type: 'snooze'; by: Actor; until: Instant }
  | { type: 'snooze-elapsed'; epoch: number }
  | { type: 'undeliverable'; userId: UserId; climb: number; pass: number; rung: number }
  | { type: 'remove-person'; userId: UserId }
  /** They are needed in another incident, `to` is its number: what they had answered here has no answer any more. */
  | { type: 'call-away'; userId: UserId; by: Actor; to: number }
  | { type: 'change-policy'; policy: Policy; by: Actor; from: 'first-rung' | 'same-rung' }
  | { type: 'end'; by: Actor; reason: 'resolved' | 'reassigned' | 'role-taken' | 'merged' }

/** Why a rung calls nobody. `called-away`: only they are on it, and they were just called to another incident. */
export type WhyEmpty = 'no-one-on-call' | 'no-contact-method' | 'called-away'

export type PageEvent =
  | { type: 'page.rung-entered'; at: Instant; climb: number; pass: number; rung: number; people: UserId[]; nextAt: Instant }
  | { type: 'page.rung-empty'; at: Instant; climb: number; pass: number; rung: number; why: WhyEmpty }
  | { type: 'page.acknowledged'; at: Instant; by: Actor; nextAt: Instant | null }
  | { type: 'page.partly-acknowledged'; at: Instant; by: Actor; userId: UserId }
  | { type: 'page.acknowledgement-elapsed'; at: Instant; by: Actor }
  | { type: 'page.escalated'; at: Instant; by: Actor }
  | { type: 'page.help-asked'; at: Instant; by: Actor }
  | { type: 'page.declined'; at: Instant; by: Actor }
  | { type: 'page.snoozed'; at: Instant; by: Actor; until: Instant }
  | { type: 'page.snooze-ended'; at: Instant }
  | { type: 'page.undeliverable'; at: Instant; userId: UserId }
  /** `by` and `to`: who called them away, and to which incident. */
  | { type: 'page.person-removed'; at: Instant; userId: UserId; by?: Actor; to?: number }
  /** `nextAt`: until when an answer holds, where it is counted anew because another clock goes from now on. */
  | { type: 'page.policy-changed'; at: Instant; by: Actor; policy: Policy; nextAt?: Instant | null }
  | { type: 'page.exhausted'; at: Instant; climb: number; passes: number }
  | { type: 'page.unowned'; at: Instant; climb: number; people: UserId[]; why: 'exhausted' | 'nobody-reachable' }
  | { type: 'page.ended'; at: Instant; by: Actor; reason: 'resolved' | 'reassigned' | 'role-taken' | 'merged' }

export type PageRefusal =
  | 'already-acknowledged'
  | 'already-started'
  | 'not-started'
  | 'page-ended'
  | 'stale-timer'
  | 'not-paged'
  | 'snooze-in-the-past'
  | 'empty-policy'

/** What the shell must do beside storing the page; everything commits with it in one transaction. */
export type PageEffect =
  | { type: 'deliver'; key: string; userId: UserId; rule: ContactRule; dueAt: Instant; firstOfIncident: boolean }
  | {
      type: 'cancel'
      userId: UserId | 'everyone'
      why: 'acknowledged' | 'snoozed' | 'ended' | 'declined' | 'removed' | 'policy-changed' | 'escalated'
    }

export type PageDecision = { ok: true; page: Page; events: PageEvent[]; effects: PageEffect[] } | { ok: false; reason: PageRefusal }
