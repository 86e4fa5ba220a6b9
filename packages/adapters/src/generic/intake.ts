// Any JSON or form at all, read through a mapping written as data, so that no monitor needs a plug-in.
import { isRecord } from '../clean.ts'
import type { Answer, Intake, IntakeContext, Parsed } from '../intake.ts'
import { readJson } from '../read-json.ts'
import { mapSignal } from './map-signal.ts'
import type { Mapped, Origins } from './map-signal.ts'
import { defaultMapping } from './mapping.ts'
import type { Mapping } from './mapping.ts'
import { valuesAt } from './path.ts'
import { readMapping } from './read-mapping.ts'

const ITEM_LIMIT = 1000
const FORM_DEPTH = 64

/** `context.mapping` null means the default words; a mapping that does not validate answers 400 and says why. */
export const genericWebhook: Intake = {
  parse: (json, context) => {
    const read = readItems(json, context)
    if (!read.ok) return read
    const signals = read.mapped.map(({ signal }) => signal)
    const told = signals.map(({ action, key }) => ({ action, key }))
    return { ok: true, signals, changes: [], answer: { status: 202, body: { status: 'accepted', signals: told } } }
  },
  unreadable: (why) => {
    const says = {
      'not-json': 'The body is not JSON.',
      'too-deep': 'The JSON is nested too deeply.',
      'too-large': 'The body is too large.',
    }
    return { status: why === 'too-large' ? 413 : 400, body: { status: 'invalid', errors: [says[why]] } }
  },
}

export type Explained = { ok: true; signals: { signal: Mapped['signal']; from: Origins }[] } | { ok: false; answer: Answer }

/** What a sample becomes and, field by field, which path gave it: for `muster signal --dry-run`. */
export function explain(json: unknown, context: IntakeContext): Explained {
  const read = readItems(json, context)
  return read.ok ? { ok: true, signals: read.mapped.map(({ signal, from }) => ({ signal, from })) } : read
}

type ReadItems = { ok: true; mapped: Mapped[] } | Extract<Parsed, { ok: false }>

function readItems(json: unknown, context: IntakeContext): ReadItems {
  if (context.mapping === null || context.mapping === undefined) return readByDefault(json, context)
  const read = readMapping(context.mapping)
  if (!read.ok) return invalid(read.faults.map(({ at, says }) => `mapping.${at} ${says}`))
  const items = itemsOf(json, read.mapping)
  return { ok: true, mapped: items.map((item) => mapSignal(item, read.mapping, context)) }
}

function itemsOf(json: unknown, { each }: Mapping): unknown[] {
  const root = unwrapForm(json)
  if (each === undefined) return [root]
  const lists = valuesAt(each, root)
  return lists.flatMap((value) => (Array.isArray(value) ? value : [value])).slice(0, ITEM_LIMIT)
}

function readByDefault(json: unknown, context: IntakeContext): ReadItems {
  const root = unwrapForm(json)
  const items = (Array.isArray(root) ? root : [root]).slice(0, ITEM_LIMIT)
  const mapped = items.map((item) => mapSignal(item, defaultMapping, context))
  const errors = mapped.flatMap(({ hasSummary, from, signal }, at) => {
    const isNamed = signal.action !== 'trigger' && !from.key.startsWith('nothing said')
    return hasSummary || isNamed ? [] : [`${Array.isArray(root) ? `[${at}].` : ''}summary is missing: say in one line what is wrong`]
  })
  return errors.length > 0 ? invalid(errors) : { ok: true, mapped }
}

// Uptime Kuma and others can post a form whose one field `data` holds the JSON.
function unwrapForm(json: unknown): unknown {
  if (!isRecord(json) || Object.keys(json).length !== 1 || typeof json['data'] !== 'string') return json
  const read = readJson(Buffer.from(json['data']), { maxDepth: FORM_DEPTH })
  return read.ok && typeof read.value === 'object' ? read.value : json
}

function invalid(errors: string[]): Extract<Parsed, { ok: false }> {
  return { ok: false, answer: { status: 400, body: { status: 'invalid', errors } } }
}
