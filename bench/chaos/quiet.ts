// Waiting, not for ever, until the server has nothing left to do; what is left then is told.
import { setTimeout as sleep } from 'node:timers/promises'
import { openDb, type Connection, type Db } from '@muster/server/store/db.ts'
import type { Violation } from './memory.ts'

const LIMIT_MS = 60_000

/** Everything that was open is over by now, so nothing may wait for anything. */
const LEFT = {
  'signals not decided': 'select count(*) as n from inbox',
  'deliveries not sent': `select count(*) as n from deliveries where status in ('pending', 'leased', 'bundled')`,
  'timers of pages': `select count(*) as n from timers where kind = 'page'`,
  'troubles still open': `select count(*) as n from incidents i join services s using (org_id) where s.id = i.service_id and s.slug like 'watched-%' and i.status <> 'resolved'`,
}

export async function untilQuiet(connection: Connection): Promise<Violation[]> {
  const db = openDb(connection, { app: 1, engine: 1 })
  try {
    for (let waited = 0; ; waited += 500) {
      const left = await whatIsLeft(db)
      if (left.length === 0) return []
      if (waited >= LIMIT_MS) return [{ what: `not quiet ${LIMIT_MS / 1000} s after the last signal: ${left.join(', ')}`, story: [] }]
      await sleep(500)
    }
  } finally {
    await db.close()
  }
}

async function whatIsLeft(db: Db): Promise<string[]> {
  const left: string[] = []
  for (const [what, query] of Object.entries(LEFT)) {
    const count = Number((await db.query<{ n: number }>(query))[0]?.n)
    if (count > 0) left.push(`${count} ${what}`)
  }
  return left
}
