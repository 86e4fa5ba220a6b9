// Every kind of source of readings, by name.
import type { SourceKind } from '@muster/core/reading/indicator.ts'
import type { MetricSource, SourceAddress } from './metric-source.ts'
import type { Outbound } from './outbound.ts'
import { prometheusSource } from './prometheus/source.ts'

export type OpenSource = (kind: SourceKind, address: SourceAddress) => MetricSource

export function createSources({ outbound }: { outbound: Outbound }): OpenSource {
  const kinds: Record<SourceKind, (address: SourceAddress) => MetricSource> = {
    prometheus: (address) => prometheusSource({ outbound, ...address }),
  }
  return (kind, address) => kinds[kind](address)
}
