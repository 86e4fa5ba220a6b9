// Alertmanager's and Grafana's webhook: a group of alerts, each with its own state, each its own signal.
import type { Signal } from '@muster/core/alert/signal.ts'
import { cleanDetails, cleanKey, cleanSource, firstText, isRecord, scalarText } from '../clean.ts'
import { instantOf } from '../instant-of.ts'
import type { Answer, Intake, IntakeContext, Parsed } from '../intake.ts'
import { describe, keyOfLabels, recordAt } from './labels.ts'

type Group = Record<string, unknown>

/** Version 4, version 3, Grafana's "1", and one bare alert from a custom payload template. */
export const alertmanagerWebhook: Intake = { parse, unreadable }

function parse(json: unknown, context: IntakeContext): Parsed {
  if (!isRecord(json)) return refused('The body must be a JSON object as Alertmanager or Grafana send it.')
  const alerts = alertsOf(json)
  if (alerts === null)
    return refused("The body has neither an 'alerts' list nor 'labels' of its own; is this the payload of an Alertmanager webhook?")
  const readable = alerts.filter(isRecord)
  const ignored = alerts.length - readable.length
  if (readable.length === 0 && ignored > 0) return refused("Nothing in 'alerts' is an object.")
  const signals = readable.map((alert) => signalOf(alert, json, context))
  return { ok: true, signals, changes: [], answer: { status: 200, body: { status: 'ok', accepted: signals.length, ignored } } }
}

function alertsOf(group: Group): unknown[] | null {
  if (Array.isArray(group['alerts'])) return group['alerts']
  return isRecord(group['labels']) ? [group] : null
}

function signalOf(alert: Record<string, unknown>, group: Group, context: IntakeContext): Signal {
  const isResolved = (scalarText(alert['status']) ?? scalarText(group['status'])) === 'resolved'
  const endsAt = instantOf(alert['endsAt'])
  return {
    action: isResolved ? 'resolve' : 'trigger',
    key: cleanKey(scalarText(alert['fingerprint']) ?? fallbackKey(alert)),
    ...describe(alert, context.defaultSeverity),
    // A resolved alert often has lost its generatorURL: only the Alertmanager itself is named by both.
    sender: cleanSource(firstText(group['externalURL'], group['receiver']) ?? 'alertmanager'),
    eventAt: isResolved ? endsAt : instantOf(alert['startsAt']),
    endsAt: isResolved ? null : endsAt,
    details: cleanDetails(detailsOf(alert, group)),
  }
}

// Without a name two different alerts can share all their labels.
function fallbackKey(alert: Record<string, unknown>): string {
  const labels = recordAt(alert, 'labels')
  return keyOfLabels(scalarText(labels['alertname']) === null ? { ...labels, summary: alert['summary'] ?? null } : labels)
}

function detailsOf(alert: Record<string, unknown>, group: Group): Record<string, unknown> {
  const { annotations, values, valueString } = alert
  const { receiver, groupKey, groupLabels, truncatedAlerts } = group
  const told = {
    annotations,
    values,
    valueString,
    receiver,
    groupKey,
    groupLabels,
    truncatedAlerts: truncatedAlerts === 0 ? undefined : truncatedAlerts,
  }
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined && value !== null))
}

function refused(message: string): Parsed {
  return { ok: false, answer: { status: 400, body: { status: 'error', message } } }
}

function unreadable(why: 'not-json' | 'too-deep' | 'too-large'): Answer {
  const message = {
    'not-json': 'The body is not JSON.',
    'too-deep': 'The JSON is nested too deeply.',
    'too-large': 'The body is too large.',
  }[why]
  return { status: why === 'too-large' ? 413 : 400, body: { status: 'error', message } }
}
