// Recent changes of a service or of all, youngest first.
import type { Instant, ServiceId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { serviceNamed } from './find.ts'
import { iso } from './views.ts'

type Row = { id: string; service_id: ServiceId; at: Instant; summary: string; source: string }

export async function recentChanges(world: World, caller: Caller, input: { service?: string; limit: number; cursor?: string }) {
  permit(caller, 'change.read')
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const services = input.service === undefined ? [...config.services.keys()] : [serviceNamed(config, input.service).id]
    const { rows } = await tx.query<Row>(
      `select c.* from unnest($1::text[]) as s(id) cross join lateral (
         select id, service_id, at, summary, source from changes where service_id = s.id and (at, id) < ($2, $3)
         order by at desc, id desc limit $4) c order by at desc, id desc limit $4`,
      [services, ...placeOf(input.cursor), input.limit + 1],
    )
    const page = rows.slice(0, input.limit)
    const items = page.map((row) => changeView(row, config))
    const last = page.at(-1)
    return { items, next: rows.length > input.limit && last !== undefined ? `${last.at}.${last.id}` : null }
  })
}

type Between = { serviceId: ServiceId; from: Instant; to: Instant; most: number }

/** The youngest changes of one service within a time. */
export async function changesBetween(tx: Tx, config: OrgConfig, { serviceId, from, to, most }: Between): Promise<ChangeView[]> {
  const { rows } = await tx.query<Row>(
    `select id, service_id, at, summary, source from changes where service_id = $1 and at >= $2 and at <= $3
     order by at desc, id desc limit $4`,
    [serviceId, from, to, most],
  )
  return rows.map((row) => changeView(row, config))
}

type ChangeView = { id: string; service: string; at: string; summary: string; source: string }

function changeView({ id, service_id, at, summary, source }: Row, config: OrgConfig): ChangeView {
  return { id, service: config.services.get(service_id)?.slug ?? 'removed', at: iso(at), summary, source }
}

/** Many changes can carry the same time, so the place on the list is the time and the id. */
function placeOf(cursor: string | undefined): [Instant, string] {
  const [at = '', id = ''] = cursor?.split('.') ?? []
  return cursor === undefined ? [Number.MAX_SAFE_INTEGER, ''] : [Number(at), id]
}
