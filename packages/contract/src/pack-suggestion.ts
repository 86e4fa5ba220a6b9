// What to do about a fault that core finds in a pack: the name that was meant, or the next step.
import type { Pack } from '@muster/core/protocol/pack.ts'
import { nearest } from './document/nearest.ts'

/** More names than these are not read. */
const LISTED = 12

const idsOf = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id)

const names: Readonly<Record<string, (pack: Pack) => readonly string[]>> = {
  clock: ({ clocks }) => Object.keys(clocks),
  role: ({ roles }) => idsOf(roles),
  phase: ({ phases }) => idsOf(phases),
  template: ({ templates }) => Object.keys(templates),
  audience: ({ audiences }) => idsOf(audiences),
  column: ({ columns }) => idsOf(columns),
  duty: ({ duties }) => idsOf(duties),
  guardrail: ({ guardrails }) => idsOf(guardrails),
  advice: ({ advice }) => idsOf(advice),
}

/** A sentence to put behind what is said, or nothing. */
export function suggestion(says: string, pack: Pack | null): string {
  if (says.endsWith(' is there twice.')) return ' Give one of them another id, or take it out.'
  const [, kind = '', name = ''] = /^There is no (\w+) "(.*)" in this pack\.$/.exec(says) ?? []
  const known = pack === null ? [] : (names[kind]?.(pack) ?? [])
  const meant = nearest(
    name,
    known.filter((one) => one.length > 2),
  )
  if (meant !== null) return ` Did you mean "${meant}"?`
  return known.length > 0 && known.length <= LISTED ? ` There are: ${known.join(', ')}.` : ''
}
