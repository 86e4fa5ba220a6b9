// What a person's reading of an indicator means: beside the value stands its target, and whether that is progress.
import type { ProtocolEntry } from '@muster/contract/protocol-entry.ts'
import { aim, movesToward } from '@muster/core/reading/change.ts'
import { isWithin } from '@muster/core/reading/indicator.ts'
import { valueLast } from '@muster/core/reading/log.ts'
import { indicatorsOf } from '../reading/show-readings.ts'
import { invalid } from './invalid.ts'
import type { Seen } from './show-protocol.ts'

type About = Extract<ProtocolEntry, { type: 'reading.changed' | 'reading.set-aside' }>

/** What is no indicator of the service is a reading in somebody's own words: then there have to be words. */
export function writtenReading(entry: About, seen: Seen): object {
  const indicator = indicatorsOf(seen).find(({ slug }) => slug === entry.metric)
  if (entry.type === 'reading.set-aside') {
    if (indicator === undefined) throw invalid('entry.metric', `The service has no indicator "${entry.metric}".`)
    return { name: indicator.name }
  }
  const { value, source } = entry
  if (indicator === undefined || value === undefined) {
    if (entry.text === '') throw invalid('entry.text', 'Say what it shows.')
    return { inWords: true, ...(indicator !== undefined && { name: indicator.name }) }
  }
  const seenAt = source === undefined ? '' : `, seen in ${source}`
  const more = entry.text === '' ? '' : `. ${entry.text}`
  return {
    name: indicator.name,
    unit: indicator.unit,
    isWithin: isWithin(indicator, value),
    isTowardTarget: movesToward(indicator, value, valueLast(seen.facts, indicator.slug)),
    text: `${aim(indicator, value)}${seenAt}${more}`,
  }
}
