// How the last day went, for a screen with nothing on it: what opened, what rang, and what of it rang at night.
import type { NowView } from '@muster/contract/now.ts'
import { isIn, nightsBetween } from '@muster/core/schedule/night.ts'
import { DAY, type Instant, type OrgId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import { iso } from './views.ts'

const MOST_INCIDENTS = 1000
const MOST_PAGES = 2000

export async function quietSince(tx: Tx, orgId: OrgId, { now, timeZone }: { now: Instant; timeZone: string }): Promise<NowView['quiet']> {
  const since = now - DAY
  const opened = await tx.query<{ n: number }>(
    `select count(*) as n from (select 1 from incidents where org_id = $1 and opened_at >= $2 limit ${MOST_INCIDENTS}) i`,
    [orgId, since],
  )
  const sent = await tx.query<{ at: Instant }>(
    `select accepted_at as at from deliveries where org_id = $1 and kind = 'page' and accepted_at is not null and accepted_at >= $2
     order by accepted_at desc limit ${MOST_PAGES}`,
    [orgId, since],
  )
  const last = await tx.query<{ number: number; title: string; resolved_at: Instant }>(
    'select number, title, resolved_at from incidents where org_id = $1 and resolved_at is not null order by resolved_at desc limit 1',
    [orgId],
  )
  const nights = nightsBetween(since, now, timeZone)
  const [resolved] = last.rows
  return {
    since: iso(since),
    timeZone,
    incidents: Number(opened.rows[0]?.n ?? 0),
    pages: sent.rows.length,
    pagesAtNight: sent.rows.filter(({ at }) => isIn(nights, at)).length,
    lastResolved: resolved === undefined ? null : { number: resolved.number, title: resolved.title, resolvedAt: iso(resolved.resolved_at) },
  }
}
