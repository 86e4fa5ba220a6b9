// One item of a stranger's JSON, read through a mapping: the signal and, for each part, where it came from.
import { createHash } from 'node:crypto'
import type { Signal } from '@muster/core/alert/signal.ts'
import { cleanDetails, cleanKey, cleanLabels, cleanLinks, cleanSource, cleanSummary, isRecord, scalarText } from '../clean.ts'
import { instantOf } from '../instant-of.ts'
import type { IntakeContext } from '../intake.ts'
import { severityOf } from '../severity-of.ts'
import { passes } from './condition.ts'
import { find, findValue } from './expression.ts'
import type { Expr } from './expression.ts'
import type { Mapping } from './mapping.ts'
import { valuesAt } from './path.ts'

export type Origins = Record<'action' | 'key' | 'severity' | 'summary' | 'source' | 'eventAt' | 'labels' | 'links' | 'details', string>
export type Mapped = { signal: Signal; from: Origins; hasSummary: boolean }

type Part<T> = { value: T; from: string }

const FALLBACK_SUMMARY_CHARACTERS = 200

export function mapSignal(item: unknown, mapping: Mapping, context: IntakeContext): Mapped {
  const summary = find(mapping.summary, item)
  const source = find(mapping.source, item) ?? { text: 'webhook', from: 'nothing said: "webhook"' }
  const summaryText = summary?.text ?? fallbackSummary(item)
  const action = actionOf(item, mapping)
  const key = keyOf(item, mapping, `${source.text}\n${summaryText}`)
  const severity = severityAt(item, mapping, context)
  const eventAt = findValue(mapping.eventAt, item)
  const labels = labelsOf(item, mapping)
  const links = linksOf(item, mapping.linksFrom)
  const details =
    mapping.details === undefined
      ? { value: item, from: '$' }
      : (findValue(mapping.details, item) ?? { value: null, from: 'nothing there' })
  const signal: Signal = {
    action: action.value,
    key: cleanKey(key.value),
    severity: severity.value,
    summary: cleanSummary(summaryText),
    source: cleanSource(source.text),
    sender: cleanSource(source.text),
    eventAt: instantOf(eventAt?.value),
    endsAt: null,
    labels: cleanLabels(labels.value),
    details: cleanDetails(details.value),
    links: cleanLinks(links.value),
  }
  const from = {
    action: action.from,
    key: key.from,
    severity: severity.from,
    summary: summary?.from ?? 'nothing said: the beginning of the JSON',
    source: source.from,
    eventAt: signal.eventAt === null ? 'nothing said' : (eventAt?.from ?? ''),
    labels: labels.from,
    links: links.from,
    details: details.from,
  }
  return { signal, from, hasSummary: summary !== null }
}

const resolving = ['resolve', 'resolved', 'close', 'closed', 'ok', 'up', 'recovered', 'recovery', 'normal', 'success', 'inactive']
const acknowledging = ['acknowledge', 'acknowledged', 'ack', 'acked']
const triggering = [
  'trigger',
  'triggered',
  'firing',
  'fire',
  'alert',
  'alerting',
  'open',
  'opened',
  'create',
  'problem',
  'down',
  'critical',
  'active',
]

function actionOf(item: unknown, mapping: Mapping): Part<Signal['action']> {
  const word = find(mapping.action, item)
  const said = word?.text.trim().toLowerCase() ?? ''
  const from = word?.from ?? ''
  if (resolving.includes(said)) return { value: 'resolve', from }
  if (acknowledging.includes(said)) return { value: 'acknowledge', from }
  if (triggering.includes(said)) return { value: 'trigger', from }
  const resolvedBy = passes(mapping.resolveWhen, item)
  if (resolvedBy !== null) return { value: 'resolve', from: resolvedBy }
  const acknowledgedBy = passes(mapping.acknowledgeWhen, item)
  if (acknowledgedBy !== null) return { value: 'acknowledge', from: acknowledgedBy }
  // A word we do not know must be able to wake somebody.
  return { value: 'trigger', from: 'nothing said otherwise' }
}

function keyOf(item: unknown, mapping: Mapping, identity: string): Part<string> {
  const found = find(mapping.key, item)
  if (found !== null) return { value: found.text, from: found.from }
  // So that a monitor repeating itself without a key counts up one alert instead of paging once a minute.
  return { value: createHash('sha256').update(identity).digest('hex').slice(0, 32), from: 'nothing said: made from source and summary' }
}

function severityAt(item: unknown, { severity }: Mapping, context: IntakeContext): Part<Signal['severity']> {
  const found = find(severity?.path, item)
  if (found !== null) {
    const word = found.text.trim()
    const mine = Object.entries(severity?.map ?? {}).find(([theirs]) => theirs.toLowerCase() === word.toLowerCase())?.[1]
    const value = mine ?? severityOf(word)
    if (value !== null) return { value, from: found.from }
  }
  if (severity?.default !== undefined) return { value: severity.default, from: "the mapping's default" }
  return { value: context.defaultSeverity, from: "the integration's default" }
}

function labelsOf(item: unknown, { labels, labelsFrom }: Mapping): Part<Record<string, unknown>> {
  const whole = alternativesAt(labelsFrom, item).filter(({ value }) => isRecord(value))
  const members = whole.flatMap(({ value }) => (isRecord(value) ? Object.entries(value) : []))
  const named = Object.entries(labels ?? {}).map(([name, expr]) => ({ name, found: find(expr, item) }))
  const pairs = named.flatMap(({ name, found }) => (found === null ? [] : [[name, found.text] as const]))
  const origins = [
    ...whole.map(({ from }) => from),
    ...named.flatMap(({ name, found }) => (found === null ? [] : [`${name}: ${found.from}`])),
  ]
  return { value: Object.fromEntries([...members, ...pairs]), from: origins.join(', ') || 'nothing said' }
}

function linksOf(item: unknown, expr: Expr | undefined): Part<{ href: unknown; text: unknown }[]> {
  const found = alternativesAt(expr, item)
  const links = found
    .flatMap(({ value }) => (Array.isArray(value) ? value : [value]))
    .map((one) => (isRecord(one) ? { href: one['href'] ?? one['url'], text: one['text'] } : { href: one, text: null }))
  return { value: links, from: found.map(({ from }) => from).join(', ') || 'nothing said' }
}

function alternativesAt(expr: Expr | undefined, item: unknown): Part<unknown>[] {
  const paths = expr === undefined ? [] : typeof expr === 'string' ? [expr] : expr
  return paths.flatMap((from) => valuesAt(from, item).map((value) => ({ value, from })))
}

function fallbackSummary(item: unknown): string {
  const text = scalarText(item) ?? JSON.stringify(cleanDetails(item))
  return text.slice(0, FALLBACK_SUMMARY_CHARACTERS)
}
