// A template of the pack with everything filled in that the log knows; what it does not know is left to be seen and written.
import { all, last } from '@muster/core/protocol/ask.ts'
import type { Facts } from '@muster/core/protocol/facts.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import { MINUTE, type Instant } from '@muster/core/vocabulary.ts'

export type Known = {
  incident: Incident
  label: string
  service: string
  who: string | null
  facts: Facts
  now: Instant
  /** The sentence on what it rests on; null: none. */
  basis: string | null
  given?: Readonly<Record<string, string | number>>
}

const UNKNOWN = '…'

/** Minutes until the next word, where nobody has promised one. */
const NEXT_MINUTES = 15

export function draftOf(template: string, known: Known): string {
  const { incident, label, service, who, facts, now, basis, given = {} } = known
  const failed = last(facts, { logged: 'run.step', where: { outcome: 'failed' } })?.body
  const said = (type: string, field: string) => last(facts, { logged: type })?.body[field]
  const values: Readonly<Record<string, unknown>> = {
    service,
    severity: label,
    title: incident.title,
    since: clockOf(incident.openedAt),
    impact: said('impact.noted', 'text'),
    nextAt: clockOf(now + NEXT_MINUTES * MINUTE),
    who,
    error: failed?.['text'],
    step: failed?.['step'],
    action: said('change.made', 'action') ?? said('permission.refused', 'action'),
    group: said('ask.sent', 'role'),
    minutes: NEXT_MINUTES,
    status: all(facts, { logged: 'finding.noted' }).at(-1)?.body['text'],
    ...given,
  }
  const filled = template.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = values[name]
    if (name === 'basis') return basis ?? ''
    return value === undefined || value === null || value === '' ? UNKNOWN : String(value)
  })
  const text = filled.replaceAll(`${UNKNOWN}.`, UNKNOWN)
  // A template that does not say where it stands has it at its end.
  return (basis === null || template.includes('{basis}') ? text : `${text} ${basis}`).trim()
}

/** What is said to many is said in the one zone all can find. */
export const clockOf = (at: Instant): string => `${new Date(at).toISOString().slice(11, 16)} UTC`
