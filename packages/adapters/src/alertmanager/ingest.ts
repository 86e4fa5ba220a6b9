// POST /api/v2/alerts: being an Alertmanager for Prometheus, vmalert and amtool.
import type { Signal } from '@muster/core/alert/signal.ts'
import { MINUTE } from '@muster/core/vocabulary.ts'
import type { Instant } from '@muster/core/vocabulary.ts'
import { cleanDetails, cleanSource, isRecord } from '../clean.ts'
import { instantOf } from '../instant-of.ts'
import type { Answer, Intake, IntakeContext, Parsed } from '../intake.ts'
import { describe, hasLabels, keyOfLabels, recordAt } from './labels.ts'

/** Alertmanager's resolve_timeout: how long an alert without an end is vouched for. */
export const RESOLVE_TIMEOUT = 5 * MINUTE

const NO_LABELS = 'at least one label pair required'

export const alertmanagerIngest: Intake = { parse, unreadable }

function parse(json: unknown, context: IntakeContext): Parsed {
  if (!Array.isArray(json)) return { ok: false, answer: unparsable('expected an array of alerts') }
  const alerts = json.filter(isRecord)
  if (alerts.length < json.length) return { ok: false, answer: unparsable('every alert must be an object') }
  const valid = alerts.filter(hasLabels)
  const answer: Answer = valid.length < alerts.length ? { status: 400, body: NO_LABELS } : { status: 200, body: null }
  if (valid.length === 0 && alerts.length > 0) return { ok: false, answer }
  // As the original does: the good alerts of a batch are kept even when its answer is 400.
  return { ok: true, signals: valid.map((alert) => signalOf(alert, context)), changes: [], answer }
}

function signalOf(alert: Record<string, unknown>, context: IntakeContext): Signal {
  const endsAt = instantOf(alert['endsAt'])
  const isResolved = endsAt !== null && endsAt <= context.now
  return {
    action: isResolved ? 'resolve' : 'trigger',
    key: keyOfLabels(recordAt(alert, 'labels')),
    ...describe(alert, context.defaultSeverity),
    sender: cleanSource(originOf(alert['generatorURL']) ?? 'alertmanager-api'),
    eventAt: isResolved ? endsAt : instantOf(alert['startsAt']),
    endsAt: isResolved ? null : (endsAt ?? context.now + RESOLVE_TIMEOUT),
    details: cleanDetails({ annotations: recordAt(alert, 'annotations') }),
  }
}

function originOf(url: unknown): string | null {
  if (typeof url !== 'string') return null
  const { origin } = URL.parse(url) ?? { origin: 'null' }
  return origin === 'null' ? null : origin
}

function unparsable(why: string): Answer {
  return { status: 400, body: { code: 400, message: `parsing alerts body from "" failed, because ${why}` } }
}

function unreadable(why: 'not-json' | 'too-deep' | 'too-large'): Answer {
  if (why === 'too-large') return { status: 413, body: { code: 413, message: 'request body too large' } }
  return unparsable(why === 'not-json' ? 'it is not valid JSON' : 'it is nested too deeply')
}

/** GET /api/v2/status: what amtool and Prometheus want to see before they trust an Alertmanager. */
export function alertmanagerStatus(about: { version: string; startedAt: Instant }): unknown {
  const unknownBuild = { revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '' }
  return {
    cluster: { name: 'muster', status: 'ready', peers: [] },
    versionInfo: { version: about.version, ...unknownBuild },
    config: { original: 'route:\n  receiver: muster\nreceivers:\n- name: muster\n' },
    uptime: new Date(about.startedAt).toISOString(),
  }
}
