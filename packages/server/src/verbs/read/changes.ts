// Recent changes of a service or of all, youngest first.
import type { Instant, ServiceId } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { serviceNamed } from './find.ts'
import { iso } from './views.ts'

type Row = { id: string; service_id: ServiceId; at: Instant; summary: string; source: string }

export async function recentChanges(world: World, caller: Caller, input: { service?: string; limit: number; cursor?: string }) {
  permit(caller, 'change.read')
  return world.db.app(caller.orgId, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const services = input.service === undefined ? [...config.services.keys()] : [serviceNamed(config, input.service).id]
    const { rows } = await tx.query<Row>(
      `select c.* from unnest($1::text[]) as s(id) cross join lateral (
         select id, service_id, at, summary, source from changes where service_id = s.id and (at, id) < ($2, $3)
         order by at desc, id desc limit $4) c order by at desc, id desc limit $4`,
      [services, ...placeOf(input.cursor), input.limit + 1],
    )
    const page = rows.slice(0, input.limit)
    const items = page.map((row) => ({
      id: row.id,
      service: config.services.get(row.service_id)?.slug ?? 'removed',
      at: iso(row.at),
      summary: row.summary,
      source: row.source,
    }))
    const last = page.at(-1)
    return { items, next: rows.length > input.limit && last !== undefined ? `${last.at}.${last.id}` : null }
  })
}

/** Many changes can carry the same time, so the place on the list is the time and the id. */
function placeOf(cursor: string | undefined): [Instant, string] {
  const [at = '', id = ''] = cursor?.split('.') ?? []
  return cursor === undefined ? [Number.MAX_SAFE_INTEGER, ''] : [Number(at), id]
}
