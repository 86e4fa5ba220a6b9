// The generic webhook's mapping as data: where in a stranger's JSON each part of a signal stands.
import type { SignalSeverity } from '@muster/core/vocabulary.ts'
import type { Expr } from './expression.ts'

/** One of three tests of the value at `path`; `matches` knows `*` and `?` and ignores case. */
export type Condition =
  | { path: Expr; equals: string | number | boolean | null }
  | { path: Expr; oneOf: (string | number | boolean | null)[] }
  | { path: Expr; matches: string }

export type Mapping = {
  /** A list in the body of which every item is a signal; all other paths then start at the item. */
  each?: string
  /** A word for what happened: trigger, acknowledge, resolve and their usual synonyms. */
  action?: Expr
  resolveWhen?: Condition
  acknowledgeWhen?: Condition
  key?: Expr
  severity?: { path: Expr; map?: Record<string, SignalSeverity>; default?: SignalSeverity }
  summary: Expr
  source?: Expr
  eventAt?: Expr
  labels?: Record<string, Expr>
  /** Objects whose members all become labels. */
  labelsFrom?: Expr
  /** Lists of addresses or of {href, text}. */
  linksFrom?: Expr
  /** What is kept for the reader; the whole item when absent. */
  details?: Expr
}

/** The words `muster signal` and plain curl users write; used when an integration has no mapping of its own. */
export const defaultMapping: Mapping = {
  action: ['$.action', '$.event_action', '$.status', '$.state'],
  key: ['$.key', '$.dedup', '$.dedup_key', '$.alias'],
  severity: { path: ['$.severity', '$.priority', '$.labels.severity'] },
  summary: ['$.summary', '$.title', '$.message', '$.msg', '$.subject'],
  source: ['$.source', '$.host', '$.service', '$.labels.instance', '$.labels.service'],
  eventAt: ['$.eventAt', '$.timestamp', '$.time'],
  labelsFrom: ['$.labels', '$.meta'],
  linksFrom: ['$.links', '$.link', '$.url'],
  details: ['$.details', '$.description', '$'],
}

/** Uptime Kuma's webhook, ready to use. */
export const uptimeKumaMapping: Mapping = {
  resolveWhen: { path: '$.heartbeat.status', oneOf: [1, 3] },
  key: 'uptime-kuma/{{ $.monitor.id }}',
  severity: { path: '$.heartbeat.status', map: { '0': 'critical', '2': 'warning' }, default: 'critical' },
  summary: ['{{ $.monitor.name }}: {{ $.heartbeat.msg }}', '$.msg'],
  source: ['$.monitor.name', 'Uptime Kuma'],
  eventAt: '$.heartbeat.time',
  linksFrom: '$.monitor.url',
}
