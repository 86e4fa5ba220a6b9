// Everything wrong with an event, told at once in PagerDuty's own words.
import { SIGNAL_SEVERITIES } from '@muster/core/vocabulary.ts'
import { KEY_LIMIT, SUMMARY_LIMIT } from '@muster/core/alert/signal.ts'
import { isRecord, scalarText } from '../clean.ts'

const ROUTING_KEY_LENGTH = 32
export const ACTIONS = ['trigger', 'acknowledge', 'resolve'] as const

const missing = (field: string): string => `'${field}' is missing or blank`

export function eventFaults(event: Record<string, unknown>): string[] {
  const faults = [...routingKeyFaults(event), ...actionFaults(event), ...dedupKeyFaults(event)]
  // PagerDuty asks for a payload only where a new alert may be born; Alertmanager sends one on resolve all the same.
  return event['event_action'] === 'trigger' ? [...faults, ...payloadFaults(event)] : faults
}

export function changeFaults(event: Record<string, unknown>): string[] {
  return [...routingKeyFaults(event), ...summaryFaults(event)]
}

function routingKeyFaults({ routing_key: key }: Record<string, unknown>): string[] {
  const text = scalarText(key)
  if (text === null) return [missing('routing_key')]
  return text.length === ROUTING_KEY_LENGTH ? [] : ["Length of 'routing_key' is incorrect (should be 32 characters)"]
}

function actionFaults({ event_action: action }: Record<string, unknown>): string[] {
  if (scalarText(action) === null) return [missing('event_action')]
  if (ACTIONS.some((known) => known === action)) return []
  return ["'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')"]
}

function dedupKeyFaults({ dedup_key: key, event_action: action }: Record<string, unknown>): string[] {
  const text = scalarText(key)
  if (text !== null) return isLonger(text, KEY_LIMIT) ? [`'dedup_key' is too long (maximum is ${KEY_LIMIT} characters)`] : []
  return action === 'acknowledge' || action === 'resolve' ? [missing('dedup_key')] : []
}

function payloadFaults(event: Record<string, unknown>): string[] {
  const { payload } = event
  const { source, severity } = isRecord(payload) ? payload : {}
  const faults = summaryFaults(event)
  if (scalarText(source) === null) faults.push(missing('payload.source'))
  if (scalarText(severity) === null) faults.push(missing('payload.severity'))
  else if (!SIGNAL_SEVERITIES.some((known) => known === severity)) {
    faults.push("'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')")
  }
  return faults
}

function summaryFaults({ payload }: Record<string, unknown>): string[] {
  if (!isRecord(payload)) return [missing('payload'), missing('payload.summary')]
  const text = scalarText(payload['summary'])
  if (text === null) return [missing('payload.summary')]
  return isLonger(text, SUMMARY_LIMIT) ? [`'payload.summary' is too long (maximum is ${SUMMARY_LIMIT} characters)`] : []
}

// The vendor counts characters, not UTF-16 units: Alertmanager cuts at 1024 of them.
function isLonger(text: string, limit: number): boolean {
  return text.length > limit && (text.length > 2 * limit || [...text].length > limit)
}
