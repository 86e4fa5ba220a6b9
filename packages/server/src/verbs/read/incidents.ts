// Reading incidents: lists by index, never by history; one incident with its pages, log and alerts.
import type { IncidentDetail, IncidentView, LogEntry } from '@muster/contract/incidents.ts'
import type { Page } from '@muster/core/page/page.ts'
import type { IncidentId, UserId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import { readLog } from '../../store/log.ts'
import { alertOf, type AlertRow } from '../../store/alerts.ts'
import { incidentOf } from '../../store/held.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { findIncident, serviceNamed } from './find.ts'
import { incidentView, iso, isoOrNull, pageView } from './views.ts'

export type ListInput = { status?: 'triggered' | 'acknowledged' | 'resolved' | 'open'; service?: string; limit: number; cursor?: string }
type Paged<T> = { items: T[]; next: string | null }

// Literals, not parameters: a plan made for any status would walk the history for the few that are open.
const WITH_STATUS = {
  open: `status <> 'resolved'`,
  triggered: `status <> 'resolved' and status = 'triggered'`,
  acknowledged: `status <> 'resolved' and status = 'acknowledged'`,
  resolved: `status = 'resolved'`,
  any: 'true',
} as const

export async function listIncidents(
  world: World,
  caller: Caller,
  { status, service, limit, cursor }: ListInput,
): Promise<Paged<IncidentView>> {
  permit(caller, 'incident.read')
  return world.db.app(caller.orgId, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const serviceId = service === undefined ? null : serviceNamed(config, service).id
    const { rows } = await tx.query(
      `select * from incidents where org_id = $1 and ${WITH_STATUS[status ?? 'any']} and ${serviceId === null ? '$2::text is null' : 'service_id = $2'}
         and ($3::bigint is null or number < $3) order by number desc limit $4`,
      [caller.orgId, serviceId, cursor === undefined ? null : Number(cursor), limit + 1],
    )
    const items = rows.slice(0, limit).map((row) => incidentView(incidentOf(row), config))
    return { items, next: rows.length > limit ? String(items.at(-1)?.number) : null }
  })
}

export async function showIncident(world: World, caller: Caller, id: string): Promise<IncidentDetail> {
  permit(caller, 'incident.read')
  return world.db.app(caller.orgId, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    return detailOf(tx, config, await findIncident(tx, id))
  })
}

/** One incident with its pages as they stand in this transaction. */
export async function detailOf(tx: Tx, config: OrgConfig, incidentId: IncidentId): Promise<IncidentDetail> {
  const { rows } = await tx.query('select * from incidents where id = $1', [incidentId])
  const pages = await tx.query<{ page: Page }>('select page from pages where incident_id = $1 order by started_at desc, id desc limit 50', [
    incidentId,
  ])
  return { ...incidentView(incidentOf(rows[0]), config), pages: pages.rows.map(({ page }) => pageView(page, config)) }
}

export async function incidentLog(
  world: World,
  caller: Caller,
  { id, after, limit }: { id: string; after: number; limit: number },
): Promise<Paged<LogEntry>> {
  permit(caller, 'incident.read')
  return world.db.app(caller.orgId, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const entries = await readLog(tx, await findIncident(tx, id), after, limit + 1)
    const items = entries.slice(0, limit).map((entry) => ({ ...entry, at: iso(entry.at), who: peopleIn(entry.body, config) }))
    return { items, next: entries.length > limit ? String(items.at(-1)?.seq) : null }
  })
}

export async function incidentAlerts(
  world: World,
  caller: Caller,
  { id, limit, cursor }: { id: string; limit: number; cursor?: string },
): Promise<Paged<ReturnType<typeof alertView>>> {
  permit(caller, 'incident.read')
  return world.db.app(caller.orgId, async (tx) => {
    const { rows } = await tx.query<AlertRow>('select * from alerts where incident_id = $1 order by opened_at, id offset $2 limit $3', [
      await findIncident(tx, id),
      Number(cursor ?? 0),
      limit + 1,
    ])
    return { items: rows.slice(0, limit).map(alertView), next: rows.length > limit ? String(Number(cursor ?? 0) + limit) : null }
  })
}

function alertView(row: AlertRow) {
  const alert = alertOf(row)
  const { id, key, status, severity, count, closedWhy } = alert
  const { summary, source, labels } = alert.signal
  return {
    id,
    key,
    status,
    severity,
    summary,
    source,
    count,
    closedWhy,
    labels,
    openedAt: iso(alert.openedAt),
    lastAt: iso(alert.lastAt),
    closedAt: isoOrNull(alert.closedAt),
    silentAt: isoOrNull(alert.silentAt),
  }
}

function peopleIn(body: Readonly<Record<string, unknown>>, config: OrgConfig): string[] {
  const ids = [body['userId'], ...(Array.isArray(body['people']) ? body['people'] : [])]
  return ids.flatMap((id) => (typeof id === 'string' ? [config.directory.people.get(id as UserId)?.name ?? 'somebody who has left'] : []))
}
