// A reading came in: each incident that waits for it is told what has changed, once, on its log; most of the time that is nothing.
import { changeOf } from '@muster/core/reading/change.ts'
import { READ_EVERY, type Sample } from '@muster/core/reading/indicator.ts'
import { isSilent, samplesOfPeople, toldLast, trustOf } from '@muster/core/reading/log.ts'
import { silenceChange } from '@muster/core/reading/silence.ts'
import { verdictOf } from '@muster/core/reading/verdict.ts'
import type { Facts } from '@muster/core/protocol/facts.ts'
import { MINUTE, type IncidentId, type Instant, type OrgId, type ServiceId, type UserId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import { flush } from '../../store/flush.ts'
import { holdIncidents, record } from '../../store/held.ts'
import { samplesSince } from '../../store/readings.ts'
import type { World } from '../../world.ts'
import type { Reading } from './read.ts'

/** Of one service; the youngest. */
const MOST_INCIDENTS = 100

export async function watchedIncidents(tx: Tx, serviceId: ServiceId, now: Instant): Promise<IncidentId[]> {
  const { rows } = await tx.query<{ id: IncidentId }>(
    `select id from incidents where service_id = $1 and status <> 'resolved'
     union select id from incidents where service_id = $1 and watched_until > $2
     order by id desc limit ${MOST_INCIDENTS}`,
    [serviceId, now],
  )
  return rows.map(({ id }) => id)
}

type Noting = Omit<Reading, 'query'> & { orgId: OrgId }
type Known = { samples: readonly Sample[]; failingSince: Instant | null; now: Instant }
type Entry = { type: string; body: object }

/** True when something was told. */
export async function noteReading(world: World, tx: Tx, about: Noting, now: Instant): Promise<boolean> {
  const { service, indicator, config } = about
  const known: Known = {
    samples: await samplesSince(tx, { config, serviceId: service.id, indicator }, now - indicator.holdMinutes * MINUTE - 4 * READ_EVERY),
    failingSince: await failingSince(tx, about),
    now,
  }
  const entriesOf = async (id: IncidentId) => entriesFor(about, await world.facts.of(tx, id), known)
  const moved: IncidentId[] = []
  // Without a lock: mostly there is nothing to say.
  for (const id of await watchedIncidents(tx, service.id, now)) if ((await entriesOf(id)).length > 0) moved.push(id)
  if (moved.length === 0) return false
  const held = await holdIncidents(tx, moved, 'skip-locked')
  for (const [id, one] of held) {
    const entries = await entriesOf(id)
    for (const { type, body } of entries) record(one, type, now, body)
    // Whoever was called works by it.
    if (one.incident.status !== 'resolved' && entries.some(({ type }) => type === 'source.silent'))
      one.notices.push({ reason: 'source-silent', text: `${about.source.name} does not answer. What it read last no longer counts` })
  }
  await flush(tx, held.values(), now)
  // What is owed may have changed, where anybody goes by it.
  await tx.query(`update timers set due_at = $2 where subject_id = any($1) and kind = 'protocol' and due_at > $2`, [[...held.keys()], now])
  return true
}

/** A source is silent when nothing of it answers: one query that takes too long is that query's own trouble. */
async function failingSince(tx: Tx, { orgId, service, source }: Noting): Promise<Instant | null> {
  const { rows } = await tx.query<{ since: number | null; answers: boolean }>(
    `select max(failing_since) as since, bool_or(failing_since is null) as answers from watches where org_id = $1 and service_id = $2 and source = $3`,
    [orgId, service.id, source.slug],
  )
  return rows[0]?.answers === false ? rows[0].since : null
}

const by = { type: 'system' } as const

function entriesFor({ indicator, source, config }: Noting, facts: Facts, { samples, failingSince: since, now }: Known): Entry[] {
  const nameOf = (id: UserId) => config.directory.people.get(id)?.name ?? id
  const all = [...samples, ...samplesOfPeople(facts, indicator.slug, nameOf)].toSorted((a, b) => a.at - b.at)
  const verdict = verdictOf(indicator, all, { now, trust: trustOf(facts, indicator.slug) })
  const change = changeOf(indicator, verdict, toldLast(facts, indicator.slug))
  const silence = silenceChange({ failingSince: since, isSilent: isSilent(facts, source.name) }, now)
  return [
    ...(change === null
      ? []
      : [
          {
            type: 'reading.changed',
            body: { by, metric: indicator.slug, name: indicator.name, unit: indicator.unit, source: source.name, ...change },
          },
        ]),
    ...(silence === null ? [] : [{ type: silence, body: { by, source: source.name } }]),
  ]
}
