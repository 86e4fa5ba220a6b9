// Alerts of the organisation, found by what they say: never more than a few thousand are looked through at a time.
import type { AlertRowView } from '@muster/contract/alerts.ts'
import type { Instant, SignalSeverity } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { AlertRow } from '../../store/alerts.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { serviceNamed } from './find.ts'
import { alertView } from './incidents.ts'
import { lastSignals } from './received.ts'
import { iso } from './views.ts'

/** What one request looks through, however rare what it looks for. */
const SEARCHED = 5000

export type AlertFilter = {
  status?: 'open' | 'closed' | undefined
  service?: string | undefined
  severity?: SignalSeverity | undefined
  q?: string | undefined
  silenced?: boolean | undefined
  from?: string | undefined
  to?: string | undefined
}
type Asked = AlertFilter & { limit: number; cursor?: string | undefined }
type Found = AlertRow & { incident: number | null; integration: string | null; kind: string | null }
type Place = [at: Instant, id: string]

// A literal, so that the open ones are found by their own index beside a history of closed ones.
const WITH_STATUS = { open: `status = 'open'`, closed: `status = 'closed'`, any: 'true' } as const

const columns = `p.*, (select number from incidents i where i.org_id = p.org_id and i.id = p.incident_id) as incident,
  (select slug from integrations i where i.org_id = p.org_id and i.id = p.integration_id) as integration,
  (select kind from integrations i where i.org_id = p.org_id and i.id = p.integration_id) as kind`

export async function listAlerts(world: World, caller: Caller, asked: Asked) {
  permit(caller, 'alert.read')
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const search = searchFor(caller, config, asked)
    const { rows } = await tx.query<Found>(
      `select ${columns} from (
         select * from (${search.window}) w where ${search.wanted} order by opened_at desc, id desc limit $8) p order by opened_at desc, id desc`,
      [...search.window$, ...search.wanted$, asked.limit + 1],
    )
    const items = rows.slice(0, asked.limit).map((row) => alertRowView(row, config))
    const last = rows[asked.limit - 1]
    if (rows.length > asked.limit && last !== undefined) return { items, next: `${last.opened_at}.${last.id}`, searchedTo: null }
    const end = await endOf(tx, search)
    return { items, next: end === null ? null : `${end[0]}.${end[1]}`, searchedTo: end === null ? null : iso(end[0]) }
  })
}

type Search = { window: string; window$: unknown[]; wanted: string; wanted$: unknown[] }

function searchFor(caller: Caller, config: OrgConfig, asked: Asked): Search {
  const [at, id] = placeOf(asked.cursor)
  const to = asked.to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(asked.to)
  // Before the end of the time, or after the last of the page before, whichever is earlier.
  const before: Place = to <= at ? [to, ''] : [at, id]
  const service = asked.service === undefined ? null : serviceNamed(config, asked.service).id
  const silenced = asked.silenced === undefined ? 'true' : `silence_id is ${asked.silenced ? 'not ' : ''}null`
  return {
    window: `select * from alerts where org_id = $1 and ${WITH_STATUS[asked.status ?? 'any']} and (opened_at, id) < ($2, $3) and opened_at >= $4
      order by opened_at desc, id desc limit ${SEARCHED}`,
    window$: [caller.orgId, ...before, asked.from === undefined ? 0 : Date.parse(asked.from)],
    wanted: `${silenced} and ($5::text is null or service_id = $5) and ($6::text is null or severity = $6)
      and ($7::text is null or strpos(lower(summary), $7) > 0 or strpos(lower(dedup_key), $7) > 0 or strpos(lower(source), $7) > 0)`,
    wanted$: [service, asked.severity ?? null, asked.q?.toLowerCase() ?? null],
  }
}

/** Where the search had to stop, null when it came to the end of all. */
async function endOf(tx: Tx, { window, window$ }: Search): Promise<Place | null> {
  const { rows } = await tx.query<{ opened_at: Instant; id: string }>(
    `select opened_at, id from (${window}) w order by opened_at desc, id desc offset ${SEARCHED - 1} limit 1`,
    window$,
  )
  const [row] = rows
  return row === undefined ? null : [row.opened_at, row.id]
}

function placeOf(cursor: string | undefined): Place {
  const [at = '', id = ''] = cursor?.split('.') ?? []
  return cursor === undefined ? [Number.MAX_SAFE_INTEGER, ''] : [Number(at), id]
}

export async function showAlert(world: World, caller: Caller, id: string) {
  permit(caller, 'alert.read')
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const { rows } = await tx.query<Found>(`select ${columns} from alerts p where org_id = $1 and id = $2`, [caller.orgId, id])
    const [row] = rows
    if (row === undefined)
      throw new Refused('NOT_FOUND', { reason: 'no-such-alert', hint: `There is no alert ${id}. Look for it in the list of alerts.` })
    const now = world.clock.now()
    return { ...alertRowView(row, config), details: row.details, links: row.links, signals: await lastSignals(tx, row, now) }
  })
}

function alertRowView(row: Found, config: OrgConfig): AlertRowView {
  const service = config.services.get(row.service_id)
  return {
    ...alertView(row),
    service: { slug: service?.slug ?? 'removed', name: service?.name ?? 'A removed service' },
    integration: { slug: row.integration ?? 'removed', kind: row.kind ?? 'generic' },
    incident: row.incident,
    silenced: row.silence_id !== null,
  }
}
