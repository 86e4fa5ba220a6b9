// What the database must say in the end: every accepted signal is there, every accepted end has ended something, every log is whole.
import type { Connection } from '@muster/server/store/db.ts'
import { openDb, type Db } from '@muster/server/store/db.ts'
import { verifyLog } from '@muster/server/store/log.ts'
import type { Memory, Violation } from '../memory.ts'

export type Stored = { violations: Violation[]; alerts: number; logEntries: number }

export async function checkStore(connection: Connection, memory: Memory): Promise<Stored> {
  const db = openDb(connection, { app: 1, engine: 2 })
  try {
    const alerts = await readAlerts(db)
    const logs = await checkLogs(db)
    const faults = [
      ...lostFromStorm(memory, alerts),
      ...lostTroubles(memory, alerts),
      ...(await unseenDeliveries(db, memory)),
      ...logs.faults,
      ...(await quarantined(db)),
    ]
    return { violations: faults.map((what) => ({ what, story: [] })), alerts: alerts.size, logEntries: logs.entries }
  } finally {
    await db.close()
  }
}

type AlertRow = { key: string; status: 'open' | 'closed'; count: number; incident: string | null }

async function readAlerts(db: Db): Promise<Map<string, AlertRow[]>> {
  const rows = await db.query<AlertRow>('select dedup_key as key, status, count, incident_id as incident from alerts')
  return Map.groupBy(rows, (row) => row.key)
}

function lostFromStorm({ storm }: Memory, alerts: ReadonlyMap<string, AlertRow[]>): string[] {
  return storm.flatMap(({ key, triggers, resolve }) => {
    if (triggers.accepted === 0) return []
    const rows = alerts.get(key) ?? []
    const [alert] = rows
    if (alert === undefined) return [`${key}: accepted, and no alert of it is stored`]
    if (rows.length > 1) return [`${key}: one thing became ${rows.length} alerts`]
    const faults: string[] = []
    if (alert.count < triggers.accepted) faults.push(`${key}: ${triggers.accepted} triggers were accepted, ${alert.count} are counted`)
    if (alert.count > triggers.tries) faults.push(`${key}: ${triggers.tries} triggers were sent, ${alert.count} are counted`)
    if (resolve === 'accepted' && alert.status === 'open') faults.push(`${key}: its end was accepted, and it is open`)
    if (resolve === 'not-sent' && alert.status === 'closed') faults.push(`${key}: nobody ended it, and it is closed`)
    return faults
  })
}

function lostTroubles({ troubles }: Memory, alerts: ReadonlyMap<string, AlertRow[]>): string[] {
  return troubles.flatMap(({ id, triggered, cleared }) => {
    if (triggered?.acceptedAt == null) return []
    const rows = alerts.get(id) ?? []
    if (rows.length !== 1) return [`${id}: accepted, and ${rows.length} alerts of it are stored`]
    if (rows[0]?.incident === null) return [`${id}: its alert belongs to no incident`]
    return cleared?.acceptedAt != null && rows[0]?.status !== 'closed' ? [`${id}: its end was accepted, and it is open`] : []
  })
}

/** What is on record as accepted by the provider, the provider must have accepted. */
async function unseenDeliveries(db: Db, { calls }: Memory): Promise<string[]> {
  const seen = new Set(calls.filter((call) => call.acceptedAt !== null).map((call) => call.key))
  const rows = await db.query<{ key: string }>(`select key from deliveries where status = 'accepted' and bundled_into is null`)
  return rows.filter(({ key }) => !seen.has(key)).map(({ key }) => `${key}: on record as accepted, and the provider knows nothing of it`)
}

async function quarantined(db: Db): Promise<string[]> {
  const rows = await db.query<{ why: string }>('select why from quarantine limit 20')
  return rows.map(({ why }) => `a good signal was put in quarantine: ${why}`)
}

async function checkLogs(db: Db): Promise<{ faults: string[]; entries: number }> {
  const faults: string[] = []
  let entries = 0
  for (const { id } of await db.query<{ id: `incident_${string}` }>('select id from incidents')) {
    const verdict = await db.engine((tx) => verifyLog(tx, id))
    if (verdict.ok) entries += verdict.entries
    else faults.push(`${id}: the log's chain is broken at entry ${verdict.brokenAt}`)
  }
  return { faults, entries }
}
