// Writes everything held incidents have gathered: state, log, timers and outbox rows, one statement a table, in one transaction.
import { timerOf } from '@muster/core/page/open.ts'
import type { Instant } from '@muster/core/vocabulary.ts'
import { openBridges } from './bridge.ts'
import { widenCircles } from './circle.ts'
import { noteChange } from './changes.ts'
import { cancelDeliveries, insertDeliveries, insertNotices, insertReminders } from './deliveries.ts'
import type { Row, Tx } from './db.ts'
import { incidentRow, type Held } from './held.ts'
import { wakeParts } from './links.ts'
import { chain } from './log.ts'
import { readOnNews, redate } from './protocol-row.ts'
import { insertRows, updateRows, upsertRows } from './rows.ts'

export async function flush(tx: Tx, all: Iterable<Held>, now: Instant): Promise<void> {
  const held = [...all].filter(
    (one) =>
      one.changed ||
      one.drafts.length > 0 ||
      one.changedPages.size > 0 ||
      one.notices.length > 0 ||
      one.effects.length > 0 ||
      one.readAgainAt !== null ||
      one.bridge !== null ||
      one.wait !== null,
  )
  // First: what was called off stands on the log too.
  await cancelDeliveries(tx, held, now)
  await openBridges(tx, held, now)
  const entries = held.flatMap((one) => {
    const { rows, head } = chain(one.incident.orgId, one.incident.id, one.head, one.drafts)
    one.head = head
    return rows
  })
  const tests = new Set<unknown>(held.flatMap(({ incident }) => (incident.origin === 'test' ? [incident.id] : [])))
  await insertRows(tx, 'incidents', held.filter((one) => one.isNew).map(incidentRow))
  const known = held.filter((one) => !one.isNew)
  const updated = await updateRows(tx, 'incidents', known.map(incidentRow), ['org_id', 'id'])
  // A log whose head stands still takes no entry ever again: rather nothing of this is written.
  if (updated !== known.length) throw new Error(`${known.length - updated} of ${known.length} held incidents cannot be written any more`)
  await widenCircles(tx, held, now)
  await insertRows(tx, 'log_entries', entries)
  await insertRows(tx, 'audit', entries.filter((row) => row['type'] === 'page.unowned' && !tests.has(row['incident_id'])).map(auditRow))
  await upsertRows(tx, 'pages', held.flatMap(pageRows), 'org_id, id')
  await flushTimers(tx, held)
  const turned = held.filter(hasTurned).map(({ incident }) => incident)
  await wakeParts(tx, turned, now)
  await readOnNews(tx, held, now)
  await insertDeliveries(tx, held, now)
  await insertNotices(tx, held, now)
  await insertReminders(tx, held, now)
  for (const { incident, head } of held)
    noteChange(tx, { kind: 'incident', orgId: incident.orgId, id: incident.id, number: incident.number, seq: head.seq })
}

const TURNS = new Set(['incident.resolved', 'incident.merged', 'incident.reopened'])

/** It ended, or came back. */
const hasTurned = ({ drafts }: Held): boolean => drafts.some(({ type }) => TURNS.has(type))

/** Nobody was left to wake: whoever runs Muster must find this without knowing the incident. */
function auditRow({ org_id, incident_id, seq, at, body }: Row): Row {
  return {
    org_id,
    id: `audit_${String(incident_id)}_${String(seq)}`,
    at,
    actor: { type: 'system' },
    action: 'page.unowned',
    subject: incident_id,
    detail: JSON.parse(String(body)),
  }
}

function pageRows(held: Held): Row[] {
  return held.pages
    .filter((page) => held.changedPages.has(page.id))
    .map((page) => ({
      org_id: page.orgId,
      id: page.id,
      incident_id: page.incidentId,
      service_id: held.incident.serviceId,
      role: page.role,
      state: page.state,
      started_at: page.startedAt,
      page,
    }))
}

const incidentTimer = ({ incident }: Held, kind: 'protocol' | 'hours', dueAt: Instant): Row => ({
  subject_id: incident.id,
  kind,
  org_id: incident.orgId,
  incident_id: incident.id,
  due_at: dueAt,
  epoch: 0,
})

async function flushTimers(tx: Tx, all: readonly Held[]): Promise<void> {
  const due: Row[] = []
  const gone: string[] = []
  const over = all.filter(({ wait }) => wait === 'none').map(({ incident }) => incident.id)
  for (const held of all) {
    if (held.readAgainAt !== null && held.readAs === null) due.push(incidentTimer(held, 'protocol', held.readAgainAt))
    if (held.wait !== null && held.wait !== 'none') due.push(incidentTimer(held, 'hours', held.wait.until))
    for (const page of held.pages.filter((one) => held.changedPages.has(one.id))) {
      const timer = timerOf(page)
      if (timer === null) gone.push(page.id)
      else
        due.push({
          subject_id: page.id,
          kind: 'page',
          org_id: page.orgId,
          incident_id: page.incidentId,
          due_at: timer.dueAt,
          epoch: timer.epoch,
        })
    }
  }
  if (gone.length > 0)
    await tx.query({ name: 'drop-page-timers', text: `delete from timers where subject_id = any($1) and kind = 'page'`, values: [gone] })
  if (over.length > 0)
    await tx.query({ name: 'drop-hours-timers', text: `delete from timers where subject_id = any($1) and kind = 'hours'`, values: [over] })
  await upsertRows(tx, 'timers', due, 'subject_id, kind')
  await redate(tx, all)
}
