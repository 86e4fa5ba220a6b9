// Stored things in the shape the API speaks of them.
import type { IncidentDetail, IncidentView, RungView } from '@muster/contract/incidents.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import type { Next } from '@muster/core/page/foresee.ts'
import type { Actor, Page } from '@muster/core/page/page.ts'
import { ladderPicture, type RungPicture, type Trail } from '@muster/core/page/picture.ts'
import type { Instant, UserId } from '@muster/core/vocabulary.ts'
import type { Packs } from '../../packs.ts'
import type { OrgConfig } from '../../store/org-config.ts'

export const iso = (at: Instant): string => new Date(at).toISOString()
export const isoOrNull = (at: Instant | null): string | null => (at === null ? null : iso(at))

export function incidentView(incident: Incident, config: OrgConfig, packs: Packs): IncidentView {
  const service = config.services.get(incident.serviceId)
  const { id, number, status, severity, title, alertCount, openAlerts } = incident
  return {
    id,
    number,
    status,
    severity,
    grade: packs.gradeOf(config, incident),
    title,
    alertCount,
    openAlerts,
    private: incident.private,
    service: { slug: service?.slug ?? 'removed', name: service?.name ?? 'A removed service' },
    origin: incident.origin,
    openedAt: iso(incident.openedAt),
    acknowledgedAt: isoOrNull(incident.acknowledgedAt),
    resolvedAt: isoOrNull(incident.resolvedAt),
  }
}

/** A person by name, also one who has left. */
export function personView(userId: UserId, { directory }: OrgConfig): { slug: string; name: string } {
  const person = directory.people.get(userId)
  return { slug: person?.slug ?? userId, name: person?.name ?? 'Somebody who has left' }
}

export function holderView(by: Actor, at: Instant, config: OrgConfig): IncidentDetail['holder'] {
  if (by.type === 'user') return { ...personView(by.id, config), at: iso(at) }
  return { slug: null, name: by.type === 'system' ? 'Muster' : by.name, at: iso(at) }
}

export function nextView({ at, people, because, isLastResort }: Next, config: OrgConfig): NonNullable<IncidentDetail['next']> {
  return { at: iso(at), who: people.map((userId) => personView(userId, config).name), because, isLastResort }
}

export type PageDrawing = { config: OrgConfig; trail: Trail; now: Instant }

export function pageView(page: Page, { config, trail, now }: PageDrawing): IncidentDetail['pages'][number] {
  return {
    id: page.id,
    role: page.role,
    state: page.state,
    policy: page.policy.name,
    rung: page.rung + 1,
    rungs: page.policy.rungs.length,
    step: page.epoch,
    pass: page.pass,
    passes: page.policy.repeat + 1,
    people: page.calls.map((call) => ({ ...personView(call.userId, config), state: call.state })),
    nextAt: isoOrNull(page.nextAt),
    unowned: page.unowned,
    ladder: ladderPicture(page, { trail, directory: config.directory, now }).map((one) => rungView(one, config)),
  }
}

function rungView({ rung, at, people, ...rest }: RungPicture, config: OrgConfig): RungView {
  return {
    ...rest,
    // Stored from 0, spoken of from 1.
    rung: rung === null ? null : rung + 1,
    at: isoOrNull(at),
    people: people.map(({ userId, state, reason }) => ({ ...personView(userId, config), state, reason })),
  }
}
