// A mapping somebody wrote, checked: either a Mapping or everything wrong with it at once.
import { SIGNAL_SEVERITIES } from '@muster/core/vocabulary.ts'
import { isRecord } from '../clean.ts'
import { exprFault } from './expression.ts'
import type { Mapping } from './mapping.ts'
import { readPath } from './path.ts'

export type MappingFault = { at: string; says: string }
export type ReadMapping = { ok: true; mapping: Mapping } | { ok: false; faults: MappingFault[] }

type Check = (value: unknown, at: string) => MappingFault[]

const fault = (at: string, says: string): MappingFault[] => [{ at, says }]

const expr: Check = (value, at) => {
  const list = typeof value === 'string' ? [value] : value
  if (!Array.isArray(list) || list.length === 0 || list.length > 16)
    return fault(at, 'must be a path such as $.a.b, a template, or a list of up to 16 of these')
  return list.flatMap((one) => {
    const says = typeof one === 'string' ? (one.trim() === '' ? 'is empty' : exprFault(one)) : 'must be text'
    return says === null ? [] : fault(at, says)
  })
}

const path: Check = (value, at) => {
  const list = typeof value === 'string' ? [value] : value
  if (!Array.isArray(list) || list.length === 0) return fault(at, 'must be a path such as $.a.b')
  return list.flatMap((one) =>
    typeof one === 'string' && readPath(one) !== null ? [] : fault(at, `is not a path: ${JSON.stringify(one)}`),
  )
}

const singlePath: Check = (value, at) => (typeof value === 'string' ? path(value, at) : fault(at, 'must be a path such as $.alerts'))

const severityWord: Check = (value, at) =>
  SIGNAL_SEVERITIES.some((known) => known === value) ? [] : fault(at, `must be one of ${SIGNAL_SEVERITIES.join(', ')}`)

const isScalar = (value: unknown): boolean => value === null || ['string', 'number', 'boolean'].includes(typeof value)

const TESTS = ['equals', 'oneOf', 'matches'] as const

const condition: Check = (value, at) => {
  if (!isRecord(value)) return fault(at, 'must be an object with a path and one of equals, oneOf, matches')
  const tests = TESTS.filter((test) => Object.hasOwn(value, test))
  const faults = [...unknownKeys(value, ['path', ...TESTS], at), ...path(value['path'], `${at}.path`)]
  if (tests.length !== 1) faults.push({ at, says: 'needs exactly one of equals, oneOf, matches' })
  if (tests.includes('equals') && !isScalar(value['equals']))
    faults.push({ at: `${at}.equals`, says: 'must be text, a number, true, false or null' })
  const { oneOf, matches } = value
  if (tests.includes('oneOf') && !(Array.isArray(oneOf) && oneOf.every(isScalar)))
    faults.push({ at: `${at}.oneOf`, says: 'must be a list of plain values' })
  if (tests.includes('matches') && (typeof matches !== 'string' || matches.length > 256)) {
    faults.push({ at: `${at}.matches`, says: 'must be text of at most 256 characters in which * stands for anything' })
  }
  return faults
}

const severity: Check = (value, at) => {
  if (!isRecord(value)) return fault(at, 'must be an object with a path and perhaps a map and a default')
  const { map, default: fallback } = value
  const faults = [...unknownKeys(value, ['path', 'map', 'default'], at), ...path(value['path'], `${at}.path`)]
  if (fallback !== undefined) faults.push(...severityWord(fallback, `${at}.default`))
  if (map === undefined) return faults
  if (!isRecord(map)) return [...faults, ...fault(`${at}.map`, 'must be an object from their word to ours')]
  return [...faults, ...Object.entries(map).flatMap(([word, ours]) => severityWord(ours, `${at}.map.${word}`))]
}

const labels: Check = (value, at) => {
  if (!isRecord(value)) return fault(at, 'must be an object from label name to path')
  return Object.entries(value).flatMap(([name, one]) => expr(one, `${at}.${name}`))
}

const checks: Record<keyof Mapping, Check> = {
  each: singlePath,
  action: expr,
  resolveWhen: condition,
  acknowledgeWhen: condition,
  key: expr,
  severity,
  summary: expr,
  source: expr,
  eventAt: path,
  labels,
  labelsFrom: path,
  linksFrom: path,
  details: path,
}

function unknownKeys(value: Record<string, unknown>, known: readonly string[], at: string): MappingFault[] {
  return Object.keys(value).flatMap((key) =>
    known.includes(key) ? [] : fault(at === '' ? key : `${at}.${key}`, 'is not a field of a mapping'),
  )
}

export function readMapping(value: unknown): ReadMapping {
  if (!isRecord(value)) return { ok: false, faults: fault('', 'A mapping must be an object.') }
  const faults = unknownKeys(value, Object.keys(checks), '')
  for (const [name, check] of Object.entries(checks)) {
    if (value[name] !== undefined) faults.push(...check(value[name], name))
    else if (name === 'summary') faults.push({ at: name, says: 'is required' })
  }
  return faults.length === 0 && isMapping(value, faults) ? { ok: true, mapping: value } : { ok: false, faults }
}

// The checks above are the proof; TypeScript only needs to be told.
function isMapping(_value: unknown, faults: MappingFault[]): _value is Mapping {
  return faults.length === 0
}
