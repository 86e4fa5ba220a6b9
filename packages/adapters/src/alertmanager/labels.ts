// How Prometheus people name things in labels and annotations, read the same way for both Alertmanager doors.
import { createHash } from 'node:crypto'
import type { Signal } from '@muster/core/alert/signal.ts'
import type { SignalSeverity } from '@muster/core/vocabulary.ts'
import { cleanLabels, cleanLinks, cleanSource, cleanSummary, firstText, isRecord, scalarText } from '../clean.ts'
import { severityOf } from '../severity-of.ts'

export type Described = Pick<Signal, 'severity' | 'summary' | 'source' | 'labels' | 'links'>

export function recordAt(alert: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = alert[name]
  return isRecord(value) ? value : {}
}

export function describe(alert: Record<string, unknown>, defaultSeverity: SignalSeverity): Described {
  const labels = recordAt(alert, 'labels')
  const annotations = recordAt(alert, 'annotations')
  const named = firstText(labels['alertname']) ?? 'Alert without a name'
  const instance = firstText(labels['instance'])
  const told = firstText(annotations['summary'], annotations['description'], annotations['message'], alert['summary'])
  return {
    severity: severityOf(labels['severity']) ?? severityOf(annotations['severity']) ?? defaultSeverity,
    summary: cleanSummary(told ?? (instance === null ? named : `${named} on ${instance}`)),
    source: cleanSource(firstText(labels['instance'], labels['service'], labels['job']) ?? 'unknown'),
    labels: cleanLabels(labels),
    links: linksOf(alert, annotations),
  }
}

function linksOf(alert: Record<string, unknown>, annotations: Record<string, unknown>): Signal['links'] {
  return cleanLinks([
    { href: annotations['runbook_url'] ?? annotations['runbook'], text: 'Runbook' },
    { href: alert['dashboardURL'] ?? annotations['dashboard'], text: 'Dashboard' },
    { href: alert['panelURL'], text: 'Panel' },
    { href: alert['generatorURL'], text: 'Query' },
    { href: alert['silenceURL'], text: 'Silence at the source' },
    { href: alert['imageURL'], text: 'Image' },
  ])
}

/** Our own key over label pairs: Alertmanager's fingerprint is not promised to anybody. An empty value is the same as no label. */
export function keyOfLabels(labels: Record<string, unknown>): string {
  const pairs = Object.entries(labels)
    .map(([name, value]) => [name, scalarText(value) ?? ''] as const)
    .filter(([, value]) => value !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(pairs)).digest('hex').slice(0, 32)
}

export function hasLabels(alert: Record<string, unknown>): boolean {
  return Object.values(recordAt(alert, 'labels')).some((value) => scalarText(value) !== null)
}
