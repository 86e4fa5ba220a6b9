// Everything one batch of signals of one service is decided with: loaded under lock, changed in memory, written once.
import type { EarlyResolve } from '@muster/core/alert/alert.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import { groupKeyOf } from '@muster/core/incident/route.ts'
import type { Moment } from '@muster/core/page/climb.ts'
import { rosterAt } from '@muster/core/page/directory.ts'
import type { AlertId, IncidentId, Instant, OrgId, ServiceId } from '@muster/core/vocabulary.ts'
import type { Row, Tx } from '../../store/db.ts'
import { holdIncidents, type Held } from '../../store/held.ts'
import { mergedInto } from '../../store/links.ts'
import { earlyResolves, keyText, latestAlerts, liveSilences, type AlertKey, type Silence, type StoredAlert } from '../../store/alerts.ts'
import type { Arrival, Outcome } from '../../store/inbox.ts'
import type { OrgConfig, Service } from '../../store/org-config.ts'
import type { Packs } from '../../packs.ts'
import type { World } from '../../world.ts'

export type Batch = {
  orgId: OrgId
  now: Instant
  moment: Moment
  config: OrgConfig
  service: Service
  ids: World['ids']
  /** The protocol pack that incidents opened now keep. */
  pack: Pack
  packs: Packs
  alerts: Map<string, StoredAlert>
  changedAlerts: Map<AlertId, StoredAlert>
  early: Map<string, EarlyResolve>
  newEarly: Map<string, Row>
  silences: Silence[]
  held: Map<IncidentId, Held>
  /** The youngest incident of each group key. */
  groups: Map<string, Held>
  /** Where those have gone that were merged. */
  mergedInto: ReadonlyMap<IncidentId, IncidentId>
  /** What this batch did to each incident, for one log entry instead of one an alert. */
  joined: Map<IncidentId, StoredAlert[]>
  cleared: Map<IncidentId, StoredAlert[]>
  silentTimers: Map<AlertId, Row>
  spokenFor: AlertId[]
  outcomes: Outcome[]
}

export async function loadBatch(world: World, tx: Tx, serviceId: ServiceId, arrivals: readonly Arrival[]): Promise<Batch> {
  const orgId = arrivals[0]?.orgId
  if (orgId === undefined) throw new Error('A batch has at least one signal')
  const now = world.clock.now()
  const config = await world.configs.of(tx, orgId)
  const service = config.services.get(serviceId)
  if (service === undefined) throw new Error(`No service ${serviceId}`)
  const keys = keysOf(arrivals)
  const groupKeys = [
    ...new Set(arrivals.map((arrival) => groupKeyOf(serviceId, service.grouping, arrival.signal, arrival.signal.key ?? arrival.signalId))),
  ]
  const groups = await youngestOfGroups(tx, serviceId, groupKeys)
  const before = await latestAlerts(tx, keys)
  const ids = [...before.values()].flatMap((alert) => (alert.incidentId === null ? [] : [alert.incidentId]))
  const held = await holdIncidents(tx, [...ids, ...groups.values()], 'wait')
  const gone = await holdMerged(tx, orgId, held)
  return {
    orgId,
    now,
    moment: { now, roster: rosterAt(config.directory, now) },
    config,
    service,
    ids: world.ids,
    pack: world.packs.chosenBy(config),
    packs: world.packs,
    // Read again under the locks: somebody may have resolved by hand while we waited.
    alerts: held.size > 0 ? await latestAlerts(tx, keys) : before,
    changedAlerts: new Map(),
    early: await earlyResolves(tx, keys),
    newEarly: new Map(),
    silences: await liveSilences(tx, orgId, now),
    held,
    mergedInto: gone,
    groups: new Map([...groups].flatMap(([groupKey, id]) => optional(groupKey, held.get(id)))),
    joined: new Map(),
    cleared: new Map(),
    silentTimers: new Map(),
    spokenFor: [],
    outcomes: [],
  }
}

/** Asked under their locks: where those that are over have gone is held too. */
async function holdMerged(tx: Tx, orgId: OrgId, held: Map<IncidentId, Held>): Promise<Map<IncidentId, IncidentId>> {
  const over = [...held.values()].flatMap(({ incident }) => (incident.status === 'resolved' ? [incident.id] : []))
  const gone = await mergedInto(tx, orgId, over)
  const missing = [...gone.values()].filter((id) => !held.has(id))
  for (const [id, one] of await holdIncidents(tx, missing, 'wait')) held.set(id, one)
  return gone
}

function optional<V>(key: string, value: V | undefined): [string, V][] {
  return value === undefined ? [] : [[key, value]]
}

function keysOf(arrivals: readonly Arrival[]): AlertKey[] {
  const keys = arrivals.map((arrival) => ({ integrationId: arrival.integrationId, key: arrival.signal.key ?? arrival.signalId }))
  return [...new Map(keys.map((key) => [keyText(key), key])).values()]
}

async function youngestOfGroups(tx: Tx, serviceId: ServiceId, groupKeys: readonly string[]): Promise<Map<string, IncidentId>> {
  const { rows } = await tx.query<{ group_key: string; id: IncidentId }>({
    name: 'youngest-of-groups',
    text: `select i.group_key, i.id from unnest($2::text[]) as g(group_key)
      cross join lateral (select group_key, id from incidents i where i.service_id = $1 and i.group_key = g.group_key order by opened_at desc limit 1) i`,
    values: [serviceId, groupKeys],
  })
  return new Map(rows.map((row) => [row.group_key, row.id]))
}
