// An incident before its first page: what every one begins with, whether a monitor or a person brings it.
import type { Incident } from '@muster/core/incident/incident.ts'
import type { Hours } from '@muster/core/hours/hours.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import type { Instant } from '@muster/core/vocabulary.ts'
import type { Tx } from './db.ts'
import { holdNew, record, type Held } from './held.ts'
import type { Service } from './org-config.ts'
import { runbookFacts } from './roles.ts'

type Beginning = Pick<Incident, 'id' | 'orgId' | 'serviceId' | 'groupKey' | 'severity' | 'title' | 'origin'> &
  Partial<Pick<Incident, 'private'>>

/** Its number is given when it is written. It keeps the version of the pack it opens with. */
export function newIncident(beginning: Beginning, { pack, now }: Pick<Opening, 'pack' | 'now'>): Held {
  const alerts = beginning.origin === 'alert' ? 1 : 0
  return holdNew({
    private: false,
    ...beginning,
    protocol: pack.name,
    protocolVersion: pack.version,
    number: 0,
    status: 'triggered',
    openedAt: now,
    lastAlertAt: now,
    acknowledgedAt: null,
    resolvedAt: null,
    watchedUntil: null,
    alertCount: alerts,
    openAlerts: alerts,
  })
}

export type Opening = { pack: Pack; service: Service; hours: Hours | null; now: Instant }

/** With what the protocol goes by: the pack it keeps for good, what is known of the service, and when its team works. */
export function recordOpening(held: Held, { pack, service, hours, now }: Opening, brought: object): void {
  const { severity } = held.incident
  record(held, 'incident.opened', now, {
    ...brought,
    severity,
    pack: pack.name,
    packVersion: pack.version,
    label: pack.labels[severity].label,
    criticalPath: service.criticalPath,
    runbook: runbookFacts(service),
    ...(hours !== null && { hours }),
  })
}

/** Numbers people say aloud: one row an organisation, touched only when an incident opens. */
export async function numberIncidents(tx: Tx, all: Iterable<Held>): Promise<void> {
  const opened = [...all].filter((held) => held.isNew)
  const [one] = opened
  if (one === undefined) return
  const { rows } = await tx.query<{ next: number }>({
    name: 'number-incidents',
    text: 'update orgs set next_incident = next_incident + $2 where id = $1 returning next_incident - $2 as next',
    values: [one.incident.orgId, opened.length],
  })
  const first = Number(rows[0]?.next)
  for (const [index, held] of opened.entries()) held.incident = { ...held.incident, number: first + index }
}
