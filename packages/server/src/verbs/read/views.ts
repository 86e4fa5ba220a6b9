// Stored things in the shape the API speaks of them.
import type { IncidentDetail, IncidentView } from '@muster/contract/incidents.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import type { Page } from '@muster/core/page/page.ts'
import type { Instant } from '@muster/core/vocabulary.ts'
import type { OrgConfig } from '../../store/org-config.ts'

export const iso = (at: Instant): string => new Date(at).toISOString()
export const isoOrNull = (at: Instant | null): string | null => (at === null ? null : iso(at))

export function incidentView(incident: Incident, config: OrgConfig): IncidentView {
  const service = config.services.get(incident.serviceId)
  const { id, number, status, severity, title, alertCount, openAlerts } = incident
  return {
    id,
    number,
    status,
    severity,
    title,
    alertCount,
    openAlerts,
    service: { slug: service?.slug ?? 'removed', name: service?.name ?? 'A removed service' },
    openedAt: iso(incident.openedAt),
    acknowledgedAt: isoOrNull(incident.acknowledgedAt),
    resolvedAt: isoOrNull(incident.resolvedAt),
  }
}

export function pageView(page: Page, config: OrgConfig): IncidentDetail['pages'][number] {
  const person = (userId: Page['calls'][number]['userId']) => config.directory.people.get(userId)
  return {
    id: page.id,
    role: page.role,
    state: page.state,
    policy: page.policy.name,
    rung: page.rung + 1,
    rungs: page.policy.rungs.length,
    pass: page.pass,
    passes: page.policy.repeat + 1,
    people: page.calls.map((call) => ({
      slug: person(call.userId)?.slug ?? call.userId,
      name: person(call.userId)?.name ?? 'Somebody who has left',
      state: call.state,
    })),
    nextAt: isoOrNull(page.nextAt),
    unowned: page.unowned,
  }
}
