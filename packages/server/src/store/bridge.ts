// Opens the bridge of an incident: its address stands on the log, once, in the transaction that opens the incident or makes it graver.
import { bridgeUrl, isOpenedBridge, opensBridge } from '@muster/core/incident/bridge.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import type { IncidentId, Instant } from '@muster/core/vocabulary.ts'
import type { Tx } from './db.ts'
import { record, type Held } from './held.ts'
import type { OrgConfig } from './org-config.ts'

/** Said of an incident that has just opened, come back or changed its severity. Whether it has its bridge already is asked when it is written. */
export function callBridge(held: Held, { bridge }: Pick<OrgConfig, 'bridge'>, { classes }: Pick<Pack, 'classes'>): void {
  if (bridge !== null && opensBridge(bridge, held.incident, classes[held.incident.severity])) held.bridge = bridge.url
}

/** Before the log is written, and after incidents have their numbers. */
export async function openBridges(tx: Tx, all: readonly Held[], now: Instant): Promise<void> {
  const called = all.filter((one) => one.bridge !== null)
  const opened = await alreadyOpened(
    tx,
    called.filter((one) => !one.isNew).map(({ incident }) => incident.id),
  )
  for (const held of called) {
    const { bridge, incident } = held
    held.bridge = null
    if (bridge === null || opened.has(incident.id)) continue
    record(held, 'link.added', now, { by: { type: 'system' }, kind: 'bridge', url: bridgeUrl(bridge, incident.number), text: '' })
  }
}

async function alreadyOpened(tx: Tx, ids: readonly IncidentId[]): Promise<Set<IncidentId>> {
  if (ids.length === 0) return new Set()
  const { rows } = await tx.query<{ incident_id: IncidentId; body: string }>({
    name: 'bridges-opened',
    text: `select incident_id, body from log_entries where incident_id = any($1) and type = 'link.added'`,
    values: [ids],
  })
  return new Set(rows.filter(({ body }) => isOpenedBridge(JSON.parse(body))).map(({ incident_id }) => incident_id))
}
