// Two incidents turn out to be one: what the one still has goes into the other, and it ends without anybody calling it resolved.
import { decide } from '../page/decide.ts'
import type { Moment } from '../page/climb.ts'
import type { Actor, Page } from '../page/page.ts'
import { refuse, type IncidentId, type Refusal } from '../vocabulary.ts'
import type { Told } from '../incident/handle.ts'
import type { Incident } from '../incident/incident.ts'
import { worse } from '../incident/severity.ts'
import { partsOf, type Link } from './links.ts'

export type Merging = {
  from: Incident
  into: Incident
  /** Those of the one that ends. */
  pages: readonly Page[]
  /** All that touch one of the two. */
  links: readonly Link[]
  by: Actor
}

export type MergeRefusal = 'same-incident' | 'already-resolved' | 'target-resolved' | 'test-with-real' | 'private-with-open' | 'has-parts'

export type MergeDecision =
  | {
      ok: true
      from: Incident
      into: Incident
      told: Told[]
    }
  | Refusal<MergeRefusal>

export function merge({ from, into, pages, links, by }: Merging, moment: Moment): MergeDecision {
  if (from.id === into.id) return refuse('same-incident')
  if (from.status === 'resolved') return refuse('already-resolved')
  if (into.status === 'resolved') return refuse('target-resolved')
  if ((from.origin === 'test') !== (into.origin === 'test')) return refuse('test-with-real')
  if (from.private !== into.private) return refuse('private-with-open')
  if (partsOf(links, from.id).length > 0) return refuse('has-parts')
  const told: Told[] = []
  for (const page of pages) {
    const decision = decide(page, { type: 'end', by, reason: 'merged' }, moment)
    if (decision.ok) told.push({ page: decision.page, events: decision.events, effects: decision.effects })
  }
  return {
    ok: true,
    from: { ...from, status: 'resolved', resolvedAt: moment.now, watchedUntil: null, openAlerts: 0 },
    into: {
      ...into,
      severity: worse(into.severity, from.severity),
      lastAlertAt: Math.max(into.lastAlertAt, from.lastAlertAt),
      alertCount: into.alertCount + from.openAlerts,
      openAlerts: into.openAlerts + from.openAlerts,
    },
    told,
  }
}

type Gone = { into: ReadonlyMap<IncidentId, IncidentId>; known: (id: IncidentId) => Incident | null }

/** What went into another is answered for there: whoever looks for the one is shown the other, and the one is never opened again. */
export function standingFor(incident: Incident | null, { into, known }: Gone): Incident | null {
  const other = incident === null ? undefined : into.get(incident.id)
  return other === undefined ? incident : known(other)
}
