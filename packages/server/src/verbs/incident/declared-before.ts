// Whether what somebody declares is declared already: by the same press on another node, or by somebody else at the same time.
import { MINUTE, type IncidentId, type Instant, type OrgId, type Severity, type UserId } from '@muster/core/vocabulary.ts'
import type { Actor } from '@muster/core/page/page.ts'
import { byWhom } from '@muster/core/why/says.ts'
import { digest } from '../../secrets.ts'
import type { Tx } from '../../store/db.ts'
import { waitForLane } from '../../store/inbox.ts'
import { record, type Held } from '../../store/held.ts'
import type { OrgConfig, Service } from '../../store/org-config.ts'

/** What makes two declarations the same one, beside the moment. */
export type Press = {
  orgId: OrgId
  service: Service
  by: Actor
  title: string
  severity: Severity
  mine: boolean
  test: boolean
  anyway: boolean
  private: boolean
}

/** A press, and its repeat by an impatient hand or a client that heard nothing. */
const SAME_PRESS = MINUTE

/** What opens incidents of one service comes one after the other, on whatever node: each declaration sees what was declared, or decided of alerts, before it. */
export const oneAtATime = (tx: Tx, { service }: Press): Promise<void> => waitForLane(tx, service.id)

/** The incident that the same press has opened within the last minute; null: there is none that is still open. */
export async function declaredJustNow(tx: Tx, press: Press, now: Instant): Promise<IncidentId | null> {
  const { rows } = await tx.query<{ id: IncidentId }>(
    `select id from incidents where org_id = $1 and declared_key = any($2) and opened_at > $3 and status <> 'resolved' order by number desc limit 1`,
    [press.orgId, [keyOf(press, now), keyOf(press, now - SAME_PRESS)], now - SAME_PRESS],
  )
  return rows[0]?.id ?? null
}

/**
 * Written with the incident: a second one with the same key is refused by the database, whatever this code does.
 * Where the first is over already, what comes is another incident of the same minute, and the key is its own from then on.
 */
export async function keepPress(tx: Tx, press: Press, { id, now }: { id: IncidentId; now: Instant }): Promise<void> {
  const key = keyOf(press, now)
  await tx.query(`update incidents set declared_key = null where org_id = $1 and declared_key = $2 and status = 'resolved'`, [
    press.orgId,
    key,
  ])
  await tx.query(`update incidents set declared_key = $3 where org_id = $1 and id = $2`, [press.orgId, id, key])
}

function keyOf({ service, by, title, severity, mine, test, anyway, private: isPrivate }: Press, at: Instant): string {
  const who = 'id' in by ? by.id : 'name' in by ? by.name : by.type
  return digest(
    JSON.stringify([service.id, by.type, who, title, severity, mine, test, anyway, isPrivate, Math.floor(at / SAME_PRESS)]),
  ).toString('hex')
}

export type Beside = { id: IncidentId; number: number; title: string; opened_at: Instant }

/** The youngest of the service that is open, and not private; null: there is none. */
export async function openBeside(tx: Tx, { id }: Service): Promise<Beside | null> {
  const { rows } = await tx.query<Beside>(
    `select id, number, title, opened_at from incidents where service_id = $1 and status in ('triggered', 'acknowledged') and origin <> 'test' and not private order by number desc limit 1`,
    [id],
  )
  return rows[0] ?? null
}

/** "declared by Ben 20 s ago", so that two who see the same thing at the same time know of each other. */
export async function openedHow(
  tx: Tx,
  { id, opened_at: openedAt }: Beside,
  { config, now }: { config: OrgConfig; now: Instant },
): Promise<string> {
  const { rows } = await tx.query<{ body: string }>(
    `select body from log_entries where incident_id = $1 and type = 'incident.opened' order by seq limit 1`,
    [id],
  )
  const body = JSON.parse(rows[0]?.body ?? '{}') as Record<string, unknown>
  const seconds = Math.max(0, Math.round((now - openedAt) / 1000))
  const ago = seconds < 120 ? `${seconds} s ago` : `${Math.round(seconds / 60)} min ago`
  if (body['origin'] !== 'person') return `opened by an alert ${ago}`
  return `declared by ${byWhom({ type: '', body }, (userId: UserId) => config.directory.people.get(userId)?.name ?? 'somebody who has left')} ${ago}`
}

/** On both logs: neither is a silent duplicate of the other, and whoever reads either can link or merge them. */
export function recordBeside({ older, newer, by, now }: { older: Held; newer: Held; by: Actor; now: Instant }): void {
  const named = ({ incident: { id: to, number, title } }: Held) => ({ to, number, title })
  record(newer, 'incident.beside', now, { by, isNewer: true, ...named(older) })
  record(older, 'incident.beside', now, { by, isNewer: false, ...named(newer) })
}
