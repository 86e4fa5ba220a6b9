// How each key indicator of an incident's service stands now, and where that is known from, sources side by side.
import type { ReadingView } from '@muster/contract/readings.ts'
import {
  baselineWords,
  isNamed,
  isWithin,
  READ_EVERY,
  STALE_AFTER,
  targetWords,
  valueWords,
  type Indicator,
  type Origin,
  type Sample,
} from '@muster/core/reading/indicator.ts'
import { samplesOfPeople, trustOf } from '@muster/core/reading/log.ts'
import { thinned } from '@muster/core/reading/thin.ts'
import { verdictOf, type Trust } from '@muster/core/reading/verdict.ts'
import { DAY, HOUR, MINUTE, type Instant } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import { samplesSince } from '../../store/readings.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { see, type Seen } from '../protocol/show-protocol.ts'
import { nameOf } from '../protocol/show-roles.ts'
import { findIncident } from '../read/find.ts'
import { shared } from '../read/shared.ts'
import { iso, isoOrNull } from '../read/views.ts'

const MOST_POINTS = 240

export async function showReadings(world: World, caller: Caller, id: string): Promise<{ items: ReadingView[]; at: string }> {
  permit(caller, 'incident.read')
  return shared(world, caller, ['readings', id], async (tx) => {
    const seen = await see(world, tx, caller, await findIncident(tx, id))
    const troubles = await troublesOf(tx, seen)
    const items: ReadingView[] = []
    for (const indicator of indicatorsOf(seen))
      items.push(await viewOf(tx, seen, { indicator, trouble: troubles.get(indicator.slug) ?? null }))
    return { items, at: iso(seen.now) }
  })
}

export const indicatorsOf = ({ config, incident }: Pick<Seen, 'config' | 'incident'>): readonly Indicator[] =>
  config.services.get(incident.serviceId)?.indicators ?? []

async function troublesOf(tx: Tx, { incident }: Seen): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ indicator: string; failing_why: string }>(
    'select indicator, failing_why from watches where service_id = $1 and failing_why is not null',
    [incident.serviceId],
  )
  return new Map(rows.map((row) => [row.indicator, row.failing_why]))
}

type Shown = { indicator: Indicator; trouble: string | null }

async function viewOf(tx: Tx, seen: Seen, { indicator, trouble }: Shown): Promise<ReadingView> {
  const { config, incident, facts, now } = seen
  // From shortly before it began, and long enough to tell how long it has held.
  const since = Math.min(Math.max(now - DAY, incident.openedAt - HOUR), now - indicator.holdMinutes * MINUTE - 4 * READ_EVERY)
  const read = await samplesSince(tx, { config, serviceId: incident.serviceId, indicator }, since)
  const people = samplesOfPeople(facts, indicator.slug, (id) => nameOf(seen, id)?.name ?? 'Somebody')
  const samples = [...read, ...people].toSorted((a, b) => a.at - b.at)
  const trust = trustOf(facts, indicator.slug)
  const { value, at, source, ...verdict } = verdictOf(indicator, samples, { now, trust })
  const { slug, name, unit, holdMinutes, target, baseline } = indicator
  return {
    slug,
    name,
    unit,
    holdMinutes,
    target: targetWords(indicator),
    baseline: baseline === null ? null : baselineWords(baseline, unit),
    bound: 'atLeast' in target ? target.atLeast : target.atMost,
    ...verdict,
    value: value === null ? null : valueWords(value, unit),
    at: isoOrNull(at),
    source: source === null ? null : originOf(source, trust),
    others: othersOf({ indicator, trust, now }, samples, source),
    isAutomatic: indicator.from !== null,
    trouble,
    samples: thinned(
      samples.filter(({ from }) => !isNamed(from, trust.distrusted)),
      target,
      MOST_POINTS,
    ).map((one) => ({ at: iso(one.at), value: one.value })),
  }
}

const originOf = (from: Origin, { distrusted }: Trust): NonNullable<ReadingView['source']> => ({
  name: from.type === 'source' ? from.name : (from.saw ?? from.name),
  by: from.type === 'source' ? null : from.name,
  isDistrusted: isNamed(from, distrusted),
})

const keyOf = (from: Origin): string => (from.type === 'source' ? from.slug : `by ${from.saw ?? from.name}`)

/** What each other source said last, while it still says something of now. */
function othersOf(
  { indicator, trust, now }: { indicator: Indicator; trust: Trust; now: Instant },
  samples: readonly Sample[],
  shown: Origin | null,
): ReadingView['others'] {
  const newest = new Map(samples.map((one) => [keyOf(one.from), one]))
  const counted = shown === null ? undefined : newest.get(keyOf(shown))
  const isGood = (one: Sample | undefined) => one?.value !== null && one !== undefined && isWithin(indicator, one.value)
  return [...newest.values()]
    .filter((one) => one !== counted && now - one.at <= STALE_AFTER.person)
    .toSorted((a, b) => b.at - a.at)
    .flatMap((one) =>
      one.value === null
        ? []
        : [
            {
              ...originOf(one.from, trust),
              value: valueWords(one.value, indicator.unit),
              at: iso(one.at),
              agrees: isGood(one) === isGood(counted),
            },
          ],
    )
}
