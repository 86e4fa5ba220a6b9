// Every message an incident sent, each hop of it with its time.
import type { DeliveryView } from '@muster/contract/incidents.ts'
import type { ChannelName, IncidentId, Instant, UserId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import { readLadderLog } from '../../store/ladder-log.ts'
import { readLog, type Entry } from '../../store/log.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { findIncident } from './find.ts'
import { masked } from './masked.ts'
import { shared } from './shared.ts'
import { iso, isoOrNull, personView } from './views.ts'

type Row = {
  key: string
  kind: 'page' | 'notice'
  page_id: string | null
  user_id: UserId
  channel: ChannelName
  status: DeliveryView['status']
  attempt: number
  due_at: Instant
  created_at: Instant
  handed_off_at: Instant | null
  accepted_at: Instant | null
  opened_at: Instant | null
  seen_at: Instant | null
  ended_why: string | null
  receipt: string | null
  slug: string
  address: string
}

type Asked = { id: string; limit: number; cursor?: string }

export async function incidentDeliveries(world: World, caller: Caller, { id, limit, cursor }: Asked) {
  permit(caller, 'incident.read')
  return shared(world, caller, ['deliveries', id, limit, cursor], async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const incidentId = await findIncident(tx, id)
    const { rows } = await tx.query<Row>(
      `select d.key, d.kind, d.page_id, d.user_id, d.channel, d.status, d.attempt, d.due_at, d.created_at, d.handed_off_at, d.accepted_at, d.opened_at,
         d.seen_at, d.ended_why, d.receipt, c.slug, c.address
       from deliveries d join contacts c on c.org_id = d.org_id and c.id = d.contact_id
       where d.incident_id = $1 and (d.created_at, d.key) < ($2, $3) order by d.created_at desc, d.key desc limit $4`,
      [incidentId, ...placeOf(cursor), limit + 1],
    )
    const told = await tellingOf(tx, incidentId)
    const last = rows[limit - 1]
    return {
      items: rows.slice(0, limit).map((row) => deliveryView(row, told, config)),
      next: rows.length > limit && last !== undefined ? `${last.created_at}.${last.key}` : null,
    }
  })
}

function placeOf(cursor: string | undefined): [Instant, string] {
  if (cursor === undefined) return [Number.MAX_SAFE_INTEGER, '']
  const dot = cursor.indexOf('.')
  return [Number(cursor.slice(0, dot)), cursor.slice(dot + 1)]
}

/** What the log knows and the row does not. */
type Telling = { committedAt: Instant | null; log: readonly Entry[] }

async function tellingOf(tx: Tx, incidentId: IncidentId): Promise<Telling> {
  const [first] = await readLog(tx, incidentId, 0, 1)
  return { committedAt: first?.type === 'signal.committed' ? first.at : null, log: await readLadderLog(tx, incidentId) }
}

function deliveryView(row: Row, { committedAt, log }: Telling, config: OrgConfig): DeliveryView {
  const failed =
    row.status === 'failed' ? log.findLast(({ type, body }) => type === 'delivery.failed' && body['key'] === row.key) : undefined
  const answered = row.kind === 'page' && row.accepted_at !== null ? log.find((entry) => isAnswerTo(row, entry)) : undefined
  return {
    key: row.key,
    kind: row.kind,
    person: personView(row.user_id, config),
    contact: { slug: row.slug, channel: row.channel, address: masked(row.channel, row.address) },
    status: row.status,
    attempt: row.attempt,
    dueAt: iso(row.due_at),
    committedAt: isoOrNull(committedAt),
    decidedAt: iso(row.created_at),
    handedOffAt: isoOrNull(row.handed_off_at),
    acceptedAt: isoOrNull(row.accepted_at),
    openedAt: isoOrNull(row.opened_at),
    seenAt: isoOrNull(row.seen_at),
    answeredAt: isoOrNull(answered?.at ?? null),
    failedAt: isoOrNull(failed?.at ?? null),
    detail: row.status === 'accepted' ? row.receipt : row.ended_why,
  }
}

function isAnswerTo(row: Row, { at, type, body }: Entry): boolean {
  if (body['pageId'] !== row.page_id || at < row.created_at) return false
  const by = body['by']
  const isTheirs = typeof by === 'object' && by !== null && 'id' in by && by.id === row.user_id
  return isTheirs && (type === 'page.acknowledged' || type === 'page.partly-acknowledged')
}
