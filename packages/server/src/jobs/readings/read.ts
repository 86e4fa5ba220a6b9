// Reads what is due: asks the source outside of any transaction, keeps what it said, and lets the incidents that wait for it know.
import type { MetricAnswer, MetricSource } from '@muster/adapters/metric-source.ts'
import { READ_EVERY, type Indicator } from '@muster/core/reading/indicator.ts'
import { HOUR, MINUTE, type Instant, type Millis } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { OrgConfig, Service, Source } from '../../store/org-config.ts'
import { keepSamples, type Kept } from '../../store/readings.ts'
import type { World } from '../../world.ts'
import { claimWatches, type Watch } from './claim.ts'
import { noteReading, watchedIncidents } from './note.ts'

/** Readings under way on one node. */
export const READING_WIDTH = 16
/** However long a source asks us to wait, it is asked again by then. */
const LONGEST_WAIT: Millis = 5 * MINUTE
/** What was before the incident shows how far it has come; a point a minute leaves no gap. */
const BEFORE = { span: HOUR, stepSeconds: 60 } as const

export async function claimAndRead(
  world: World,
  most = READING_WIDTH,
  signal: AbortSignal = new AbortController().signal,
): Promise<Promise<void>[]> {
  return (await claimWatches(world, most)).map((watch) => readWatch(world, watch, signal))
}

async function readWatch(world: World, watch: Watch, signal: AbortSignal): Promise<void> {
  const about = await world.db.engine(async (tx) => {
    const found = await whatToRead(world, tx, watch)
    if (found === null) await forget(tx, watch)
    return found
  })
  if (about === null) return
  const at = world.clock.now()
  const source = world.openSource(about.source.kind, about.source)
  const before = watch.isFirst ? await pointsBefore(source, about, { at, signal }) : []
  const answer = await source.read(about.query, at, signal)
  // A node that stops says nothing of the source.
  if (signal.aborted) return
  const isTold = await world.db.engine(async (tx) => {
    const now = world.clock.now()
    await keepSamples(tx, watch, [...before, ...sampleOf(answer, { at, source: about.source.slug })])
    await putNext(tx, watch, { answer, now })
    return noteReading(world, tx, { ...about, orgId: watch.orgId }, now)
  })
  if (isTold) world.wake.touch('deliveries')
}

export type Reading = {
  service: Service
  indicator: Indicator
  source: Source & { token: string | null }
  query: string
  config: OrgConfig
}

/** Null when nobody waits for it any more, or the document says otherwise by now. */
async function whatToRead(world: World, tx: Tx, { orgId, serviceId, indicator: slug, source: from }: Watch): Promise<Reading | null> {
  const config = await world.configs.of(tx, orgId)
  const service = config.services.get(serviceId)
  const indicator = service?.indicators.find((one) => one.slug === slug)
  const source = config.sources.get(from)
  if (service === undefined || service.disabled || indicator?.from?.source !== from || source === undefined) return null
  if ((await watchedIncidents(tx, serviceId, world.clock.now())).length === 0) return null
  const { rows } = await tx.query<{ token: Buffer | null }>('select token from sources where org_id = $1 and id = $2', [orgId, source.id])
  const sealed = rows[0]?.token ?? null
  const token = sealed === null ? null : world.secrets.open(sealed, `${orgId} ${source.id}`)
  return { service, indicator, config, source: { ...source, token }, query: indicator.from.query }
}

async function forget(tx: Tx, { orgId, serviceId, indicator }: Watch): Promise<void> {
  await tx.query('delete from watches where org_id = $1 and service_id = $2 and indicator = $3', [orgId, serviceId, indicator])
}

async function pointsBefore(
  source: MetricSource,
  { query, source: { slug } }: Reading,
  { at, signal }: { at: Instant; signal: AbortSignal },
): Promise<Kept[]> {
  const span = { from: at - BEFORE.span, to: at - BEFORE.stepSeconds * 1000, stepSeconds: BEFORE.stepSeconds }
  const answer = await source.range(query, span, signal)
  if (answer.type !== 'values') return []
  return answer.values.map((point) => ({ ...point, why: point.value === null ? 'It was no finite number.' : null, source: slug }))
}

/** Silence is no sample: what is missing goes stale by itself. */
function sampleOf(answer: MetricAnswer, { at, source }: { at: Instant; source: string }): Kept[] {
  switch (answer.type) {
    case 'value':
      return [{ at, source, value: answer.value, why: null }]
    case 'none':
      return [{ at, source, value: null, why: 'The query finds nothing now. If that means zero, add "or vector(0)".' }]
    case 'invalid':
      return [{ at, source, value: null, why: answer.why }]
    case 'retry':
    case 'never':
      return []
  }
}

async function putNext(tx: Tx, { orgId, serviceId, indicator }: Watch, { answer, now }: { answer: MetricAnswer; now: Instant }) {
  const isFailing = answer.type === 'retry' || answer.type === 'never'
  const wait =
    answer.type === 'retry' && answer.afterMs !== null ? Math.min(Math.max(answer.afterMs, READ_EVERY), LONGEST_WAIT) : READ_EVERY
  await tx.query(
    `update watches set due_at = $4, lease_until = null, failing_since = case when $5::text is null then null else coalesce(failing_since, $6) end, failing_why = $5
     where org_id = $1 and service_id = $2 and indicator = $3`,
    [orgId, serviceId, indicator, now + wait, isFailing ? answer.why : null, now],
  )
}
