// Accepted means durable: arrivals share commits, and each caller hears of success only after the commit that holds its signal.
import type { Signal } from '@muster/core/alert/signal.ts'
import type { Instant, SignalId } from '@muster/core/vocabulary.ts'
import { isDataFault } from '../../outage.ts'
import { quarantineArrival } from '../../store/quarantine.ts'
import type { IntegrationRef } from './integrations.ts'
import type { World } from '../../world.ts'

export type Accepter = {
  /** Resolves when the signals are committed, with their ids; rejects when the database cannot commit. */
  accept: (integration: IntegrationRef, signals: readonly Signal[], raw: Buffer) => Promise<readonly SignalId[]>
}

type Waiting = {
  integration: IntegrationRef
  signals: readonly Signal[]
  ids: readonly SignalId[]
  raw: Buffer
  receivedAt: Instant
  done: (ids: readonly SignalId[]) => void
  failed: (error: unknown) => void
}

/** Requests in one commit. More gains little and makes the slowest wait. */
const GROUP = 400
/** And bytes of bodies: a statement of hundreds of megabytes would take the memory of both sides. */
const GROUP_BYTES = 8 * 1024 * 1024
/** Commits under way at once: the second gathers while the first waits for the disk. */
const COMMITS = 2

export function createAccepter(world: World): Accepter {
  const queue: Waiting[] = []
  let underWay = 0

  const pump = () => {
    while (underWay < COMMITS && queue.length > 0) {
      const group = queue.splice(0, groupSize(queue))
      underWay += 1
      void commitGroup(world, group).finally(() => {
        underWay -= 1
        pump()
      })
    }
  }

  return {
    accept: (integration, signals, raw) =>
      new Promise((done, failed) => {
        const ids = signals.map(() => world.ids('signal'))
        queue.push({ integration, signals, ids, raw, receivedAt: world.clock.now(), done, failed })
        // In the next turn of the event loop, so that requests already read travel in the same commit.
        if (queue.length === 1) setImmediate(pump)
      }),
  }
}

/** How many of those in front make the next commit. */
function groupSize(queue: readonly Waiting[]): number {
  let bytes = 0
  const most = Math.min(GROUP, queue.length)
  for (let size = 0; size < most; size += 1) {
    bytes += queue[size]?.raw.length ?? 0
    if (bytes > GROUP_BYTES) return Math.max(1, size)
  }
  return most
}

async function commitGroup(world: World, group: readonly Waiting[]): Promise<void> {
  try {
    await insert(world, group)
    for (const one of group) one.done(one.ids)
    world.wake.touch('inbox')
  } catch (error) {
    if (!isDataFault(error)) return group.forEach((one) => one.failed(error))
    const [only] = group
    if (only !== undefined && group.length === 1) return setAside(world, only, error)
    // One of them is poison: halve until it stands alone, so that it costs its neighbours nothing.
    const middle = Math.ceil(group.length / 2)
    await commitGroup(world, group.slice(0, middle))
    await commitGroup(world, group.slice(middle))
  }
}

async function insert(world: World, group: readonly Waiting[]): Promise<void> {
  const columns: unknown[][] = [[], [], [], [], [], [], []]
  for (const { integration, signals, ids, raw, receivedAt } of group) {
    for (const [index, signal] of signals.entries()) {
      const row = [
        integration.orgId,
        integration.serviceId,
        integration.id,
        ids[index],
        receivedAt,
        JSON.stringify(signal),
        index === 0 ? raw : null,
      ]
      for (const [column, value] of row.entries()) columns[column]?.push(value)
    }
  }
  if (columns[0]?.length === 0) return
  await world.db.query(
    `insert into inbox (org_id, service_id, integration_id, signal_id, received_at, signal, raw)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::bytea[])`,
    columns,
  )
}

async function setAside(world: World, one: Waiting, error: unknown): Promise<void> {
  const why = error instanceof Error ? error.message : String(error)
  world.log.error({ err: error, integrationId: one.integration.id }, 'a signal could not be stored and is in quarantine')
  world.metrics.quarantined()
  const { id: integrationId, orgId, serviceId } = one.integration
  const aside = { orgId, serviceId, integrationId, signalId: one.ids[0] ?? world.ids('signal'), receivedAt: one.receivedAt, raw: one.raw }
  try {
    await world.db.engine((tx) => quarantineArrival(tx, aside, { why, now: world.clock.now(), signalId: world.ids('signal') }))
    one.done(one.ids)
    world.wake.touch('inbox')
  } catch (again) {
    one.failed(again)
  }
}
