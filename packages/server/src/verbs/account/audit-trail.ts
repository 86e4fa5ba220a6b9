// The audit, read back: who changed what, filtered, a page at a time; and all of it as a table for a spreadsheet.
import type { AuditEntry, AuditFilter } from '@muster/contract/accounts.ts'
import type { Actor } from '@muster/core/page/page.ts'
import type { Instant } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { iso } from '../read/views.ts'
import { pageOf, placeOf, type Asked } from './youngest-first.ts'

type Row = { id: string; at: Instant; actor: Actor; action: string; subject: string; detail: Record<string, unknown> }

export async function listAudit(world: World, caller: Caller, { limit, cursor, ...filter }: AuditFilter & Asked) {
  permit(caller, 'audit.read')
  const rows = await world.db.app(caller, (tx) => read(tx, caller, { filter, limit: limit + 1, place: placeOf(cursor) }))
  return pageOf(rows, { limit, at: (row) => row.at }, view)
}

type Reading = { filter: AuditFilter; limit: number; place: [Instant, string] }

async function read(tx: Tx, { orgId }: Caller, { filter, limit, place }: Reading): Promise<Row[]> {
  const { rows } = await tx.query<Row>(
    `select id, at, actor, action, subject, detail from audit
     where org_id = $1 and (at, id) < ($2, $3) and at >= $4 and at < $5
       and ($6::text is null or strpos(lower(coalesce(actor ->> 'name', 'Muster')), $6) > 0)
       and ($7::text is null or starts_with(action, $7))
     order by at desc, id desc limit $8`,
    [
      orgId,
      ...place,
      filter.from === undefined ? 0 : Date.parse(filter.from),
      filter.to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(filter.to),
      filter.actor?.toLowerCase() ?? null,
      filter.action ?? null,
      limit,
    ],
  )
  return rows
}

function view({ id, at, actor, action, subject, detail }: Row): AuditEntry {
  return { id, at: iso(at), actor: { type: actor.type, name: 'name' in actor ? actor.name : null }, action, subject, detail }
}

const BATCH = 500

/** Line by line, a batch in memory and a transaction a batch: a reader who is slow holds nothing open. */
export async function* auditCsv(world: World, caller: Caller, filter: AuditFilter): AsyncGenerator<string> {
  permit(caller, 'audit.read')
  yield 'at,actor,actor type,action,subject,detail\r\n'
  for (let place = placeOf(undefined); ;) {
    const rows = await world.db.app(caller, (tx) => read(tx, caller, { filter, limit: BATCH, place }))
    if (rows.length > 0) yield rows.map((row) => line(view(row))).join('')
    const last = rows.at(-1)
    if (last === undefined || rows.length < BATCH) return
    place = [last.at, last.id]
  }
}

function line({ at, actor, action, subject, detail }: AuditEntry): string {
  return `${[at, actor.name ?? 'Muster', actor.type, action, subject, JSON.stringify(detail)].map(cell).join(',')}\r\n`
}

/** A spreadsheet takes a text that begins with one of these for a formula and would run it. */
function cell(text: string): string {
  const harmless = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${harmless.replaceAll('"', '""')}"`
}
