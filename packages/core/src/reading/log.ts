// What an incident's log says of its readings: what people saw, what was told last, which sources are distrusted or silent.
import { all, byTime } from '../protocol/ask.ts'
import type { Fact, Facts } from '../protocol/facts.ts'
import type { UserId } from '../vocabulary.ts'
import type { Level, Told } from './change.ts'
import type { Sample } from './indicator.ts'
import type { Trust } from './verdict.ts'

const LEVELS: readonly Level[] = ['outside', 'within', 'held']

const changesOf = (facts: Facts, slug: string): readonly Fact[] => all(facts, { logged: 'reading.changed', where: { metric: slug } })

const isByMachine = ({ body }: Fact): boolean => Object(body['by']).type === 'system'
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** Readings that people wrote down, oldest first. */
export function samplesOfPeople(facts: Facts, slug: string, nameOf: (id: UserId) => string): Sample[] {
  return changesOf(facts, slug).flatMap((fact) => {
    const { value, by, source } = fact.body
    if (isByMachine(fact) || typeof value !== 'number') return []
    const { id, name } = Object(by) as { id?: unknown; name?: unknown }
    const who = textOf(name) ?? (typeof id === 'string' ? nameOf(id as UserId) : 'Somebody')
    return [{ at: fact.observedAt, value, why: null, from: { type: 'person', name: who, saw: textOf(source) } }]
  })
}

/** What Muster itself told last of an indicator: it tells what has changed since. */
export function toldLast(facts: Facts, slug: string): Told | null {
  const told = changesOf(facts, slug).findLast(isByMachine)
  const level = LEVELS.find((one) => one === told?.body['level'])
  const value = told?.body['value']
  return told === undefined || level === undefined || typeof value !== 'number' ? null : { level, value, at: told.observedAt }
}

/** The value that stood on the log last, whoever wrote it. */
export function valueLast(facts: Facts, slug: string): number | null {
  const found = changesOf(facts, slug).findLast(({ body }) => typeof body['value'] === 'number')
  return typeof found?.body['value'] === 'number' ? found.body['value'] : null
}

export function trustOf(facts: Facts, slug: string): Trust {
  const aside = all(facts, { logged: 'reading.set-aside', where: { metric: slug } }).at(-1)
  return {
    distrusted: distrustedIn(facts),
    setAside: aside === undefined ? null : (textOf(aside.body['text']) ?? 'It was set aside for this incident.'),
  }
}

/** Whoever believes a source again has the last word. */
function distrustedIn(facts: Facts): string[] {
  const told = ['source.distrusted', 'source.trusted'].flatMap((logged) => all(facts, { logged })).toSorted(byTime)
  const lasts = new Map(
    told.flatMap(({ type, body }) => (textOf(body['source']) === null ? [] : [[String(body['source']).trim().toLowerCase(), type]])),
  )
  return [...lasts].flatMap(([source, type]) => (type === 'source.distrusted' ? [source] : []))
}

/** By what Muster itself found: what a person says of a source stays what they said. */
export function isSilent(facts: Facts, source: string): boolean {
  const where = { source }
  const silent = all(facts, { logged: 'source.silent', where }).findLast(isByMachine)
  const back = all(facts, { logged: 'source.back', where }).at(-1)
  return silent !== undefined && (back === undefined || back.seq < silent.seq)
}
