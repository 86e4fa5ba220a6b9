// PagerDuty Events API v2, spoken so that its unmodified clients page through us.
import type { ChangeEvent, Signal } from '@muster/core/alert/signal.ts'
import { cleanDetails, cleanKey, cleanLabels, cleanLinks, cleanSource, cleanSummary, firstText, isRecord, scalarText } from '../clean.ts'
import { instantOf } from '../instant-of.ts'
import type { Intake, IntakeContext, Parsed } from '../intake.ts'
import { severityOf } from '../severity-of.ts'
import { invalid, processed, unreadable, unrecognized } from './answers.ts'
import { ACTIONS, changeFaults, eventFaults } from './faults.ts'

/** POST /v2/enqueue */
export const pagerDutyEvents: Intake = { parse: parseEvent, unreadable }

/** POST /v2/change/enqueue */
export const pagerDutyChanges: Intake = { parse: parseChange, unreadable }

/** The integration an event is meant for; null when the body names none, which parse then refuses with the reason. */
export function routingKeyIn(json: unknown): string | null {
  return isRecord(json) ? scalarText(json['routing_key']) : null
}

function parseEvent(json: unknown, context: IntakeContext): Parsed {
  if (!isRecord(json)) return { ok: false, answer: unrecognized('Event is not a JSON object') }
  const faults = eventFaults(json)
  const action = ACTIONS.find((known) => known === json['event_action'])
  if (faults.length > 0 || action === undefined) return invalid(faults)
  const dedupKey = scalarText(json['dedup_key']) ?? context.newKey()
  return { ok: true, signals: [signalOf(json, { action, dedupKey, context })], changes: [], answer: processed(dedupKey) }
}

type Known = { action: Signal['action']; dedupKey: string; context: IntakeContext }

function signalOf(event: Record<string, unknown>, { action, dedupKey, context }: Known): Signal {
  const payload = isRecord(event['payload']) ? event['payload'] : {}
  const { component, group, class: kind } = payload
  const client = firstText(event['client'])
  const source = firstText(payload['source'], client) ?? 'unknown'
  return {
    action,
    key: cleanKey(dedupKey),
    severity: severityOf(payload['severity']) ?? context.defaultSeverity,
    summary: cleanSummary(firstText(payload['summary']) ?? `${action} ${dedupKey}`),
    source: cleanSource(source),
    sender: cleanSource(source),
    eventAt: instantOf(payload['timestamp']),
    endsAt: null,
    labels: cleanLabels({ component, group, class: kind, client }),
    details: cleanDetails(payload['custom_details']),
    links: cleanLinks([...linksOf(event), { href: event['client_url'], text: client }]),
  }
}

function linksOf(event: Record<string, unknown>): { href: unknown; text: unknown }[] {
  const links = listOf(event['links']).map(({ href, text }) => ({ href, text }))
  const images = listOf(event['images']).map(({ src, href, alt }) => ({ href: href ?? src, text: alt }))
  return [...links, ...images]
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

function parseChange(json: unknown): Parsed {
  if (!isRecord(json)) return { ok: false, answer: unrecognized('Event is not a JSON object') }
  const faults = changeFaults(json)
  const payload = json['payload']
  if (faults.length > 0 || !isRecord(payload)) return invalid(faults)
  const change: ChangeEvent = {
    summary: cleanSummary(firstText(payload['summary']) ?? ''),
    source: cleanSource(firstText(payload['source'], json['client']) ?? 'unknown'),
    eventAt: instantOf(payload['timestamp']),
    details: cleanDetails(payload['custom_details']),
    links: cleanLinks(linksOf(json)),
  }
  return { ok: true, signals: [], changes: [change], answer: processed(null) }
}
