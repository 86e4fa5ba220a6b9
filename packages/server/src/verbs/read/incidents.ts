// Reading incidents: lists by index, never by history; one incident with its pages, log and alerts.
import type { IncidentView, LogEntry } from '@muster/contract/incidents.ts'
import { byWhom, says } from '@muster/core/why/says.ts'
import type { UserId } from '@muster/core/vocabulary.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import { readLog, type Entry } from '../../store/log.ts'
import { alertOf, type AlertRow } from '../../store/alerts.ts'
import { incidentOf } from '../../store/held.ts'
import { withoutHiddenTitles } from '../../store/links.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { findIncident, serviceNamed } from './find.ts'
import { shared } from './shared.ts'
import { incidentView, iso, isoOrNull } from './views.ts'

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
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const serviceId = service === undefined ? null : serviceNamed(config, service).id
    const { rows } = await tx.query(
      `select * from incidents where org_id = $1 and ${WITH_STATUS[status ?? 'any']} and ${serviceId === null ? '$2::text is null' : 'service_id = $2'}
         and ($3::bigint is null or number < $3) order by number desc limit $4`,
      [caller.orgId, serviceId, cursor === undefined ? null : Number(cursor), limit + 1],
    )
    const items = rows.slice(0, limit).map((row) => incidentView(incidentOf(row), config, world.packs))
    return { items, next: rows.length > limit ? String(items.at(-1)?.number) : null }
  })
}

export async function incidentLog(
  world: World,
  caller: Caller,
  { id, after, limit }: { id: string; after: number; limit: number },
): Promise<Paged<LogEntry>> {
  permit(caller, 'incident.read')
  return shared(world, caller, ['log', id, after, limit], async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const entries = await readLog(tx, await findIncident(tx, id), after, limit + 1)
    const items = (await withoutHiddenTitles(tx, entries.slice(0, limit))).map((entry) => logView(entry, config))
    return { items, next: entries.length > limit ? String(items.at(-1)?.seq) : null }
  })
}

export async function incidentAlerts(
  world: World,
  caller: Caller,
  { id, limit, cursor }: { id: string; limit: number; cursor?: string },
): Promise<Paged<ReturnType<typeof alertView>>> {
  permit(caller, 'incident.read')
  return shared(world, caller, ['alerts', id, limit, cursor], async (tx) => {
    const { rows } = await tx.query<AlertRow>(
      'select * from alerts where incident_id = $1 and (opened_at, id) > ($2, $3) order by opened_at, id limit $4',
      [await findIncident(tx, id), ...alertPlace(cursor), limit + 1],
    )
    const last = rows[limit - 1]
    return {
      items: rows.slice(0, limit).map(alertView),
      next: rows.length > limit && last !== undefined ? `${last.opened_at}.${last.id}` : null,
    }
  })
}

function alertPlace(cursor: string | undefined): [number, string] {
  const [at = '', id = ''] = cursor?.split('.') ?? []
  return cursor === undefined ? [0, ''] : [Number(at), id]
}

export function alertView(row: AlertRow) {
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

function logView(entry: Entry, config: OrgConfig): LogEntry {
  const nameOf = (userId: UserId) => config.directory.people.get(userId)?.name ?? 'somebody who has left'
  return {
    ...entry,
    body: withoutFigures(entry),
    at: iso(entry.at),
    who: peopleIn(entry.body, config),
    by: byWhom(entry, nameOf),
    says: says(entry, nameOf),
  }
}

/** What it costs is asked for by whoever may, and read nowhere else. */
function withoutFigures({ type, body }: Entry): Entry['body'] {
  if (type !== 'loss.estimated') return body
  const { amount: _amount, currency: _currency, text: _text, ...rest } = body
  return rest
}

function peopleIn(body: Readonly<Record<string, unknown>>, config: OrgConfig): string[] {
  const ids = [body['userId'], ...(Array.isArray(body['people']) ? body['people'] : [])]
  return ids.flatMap((id) => (typeof id === 'string' ? [config.directory.people.get(id as UserId)?.name ?? 'somebody who has left'] : []))
}
