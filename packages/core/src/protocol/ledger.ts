// The deviation ledger: where incidents went otherwise than the protocol says, grouped by what they departed from. It is about the protocol: nobody is named.
import type { Instant } from '../vocabulary.ts'
import { all } from './ask.ts'
import type { Fact, Facts } from './facts.ts'
import { columnOverridden, deviationCalled, dutyLate, dutyWaived, phaseMoved, snoozed, stepTaken, type Departure } from './departures.ts'
import type { Pack } from './pack.ts'
import { proposalFor, type Proposal } from './propose.ts'
import { read, type Reading } from './read.ts'

export type LedgerKind = Departure['kind']

/** An incident as it is read: by the pack it kept, up to its end. */
export type Happened = { number: number; pack: Pack; facts: Facts; until: Instant }

export type LedgerEntry = {
  /** What a version of the pack names when it follows from this. */
  key: string
  kind: LedgerKind
  about: string
  says: string
  /** The numbers of the incidents, youngest first. */
  incidents: readonly number[]
  /** Of so many incidents in which it could have been. */
  of: number
  reasons: readonly string[]
  proposal: Proposal | null
}

/** Said once each, and no more than can be read. */
const MOST_REASONS = 5
/** Fewer than these say nothing about the protocol. */
const ENOUGH = 3

export type Ledger = { incidents: number; entries: readonly LedgerEntry[] }
/** `present`: the pack in force, whose figures a proposal changes. `names`: people who may be named in what somebody wrote. */
type Around = { present: Pack; names: readonly string[] }

/** What was most often done otherwise first. */
export function ledgerOf(happened: readonly Happened[], { present, names }: Around): Ledger {
  const seen = happened.flatMap((one) => {
    const reading = read(one.pack, one.facts, one.until)
    return reading === null ? [] : [{ ...one, reading }]
  })
  const departures = seen.flatMap(departuresIn)
  const entries = [...Map.groupBy(departures, ({ kind, about }) => `${kind}:${about}`)].map(([key, found]): LedgerEntry => {
    const [first] = found
    if (first === undefined) throw new Error('A group has at least one')
    const incidents = [...new Set(found.map(({ number }) => number))].toSorted((a, b) => b - a)
    const of = couldBe(seen, first)
    return {
      key,
      kind: first.kind,
      about: first.about,
      says: `${first.says} in ${incidents.length} of ${of}`,
      incidents,
      of,
      reasons: reasonsOf(found, names),
      proposal: incidents.length >= ENOUGH && incidents.length * 2 > of ? proposalFor(found, present) : null,
    }
  })
  return {
    incidents: seen.length,
    entries: entries.toSorted((a, b) => b.incidents.length - a.incidents.length || a.key.localeCompare(b.key)),
  }
}

type Seen = Happened & { reading: Reading }

function departuresIn({ number, pack, facts, reading }: Seen): Departure[] {
  const from = { number, pack, reading }
  const each = (logged: string, told: (fact: Fact) => Departure | null) =>
    all(facts, { logged }).flatMap((fact) => {
      const departure = told(fact)
      return departure === null ? [] : [departure]
    })
  const opened = all(facts, { logged: 'incident.opened' })[0]?.observedAt ?? 0
  return [
    ...reading.obligations.flatMap((one) => dutyLate(from, one) ?? []),
    ...each('duty.waived', (fact) => dutyWaived(from, fact)),
    ...each('column.chosen', (fact) => columnOverridden(from, fact)),
    ...each('phase.entered', (fact) => phaseMoved(from, fact, opened)),
    ...each('run.step', (fact) => stepTaken(from, fact)),
    ...each('deviation.invoked', (fact) => deviationCalled(from, fact)),
    ...each('page.snoozed', () => snoozed(from)),
  ]
}

/** A duty can only be late where it was owed. */
function couldBe(seen: readonly Seen[], { kind, about }: Departure): number {
  if (kind !== 'late' && kind !== 'waived') return seen.length
  return seen.filter(({ reading }) => reading.obligations.some(({ duty }) => duty === about)).length
}

function reasonsOf(found: readonly Departure[], names: readonly string[]): string[] {
  const reasons = found.flatMap(({ reason }) => (reason === null ? [] : [withoutNames(reason, names)]))
  return [...new Set(reasons)].slice(0, MOST_REASONS)
}

/** A whole name, and each part of it that is long enough to be one. */
export function withoutNames(text: string, names: readonly string[]): string {
  const parts = names.flatMap((name) => [name, ...name.split(/\s+/).filter((part) => part.length > 2)])
  const known = [...new Set(parts)].filter((part) => part !== '').toSorted((a, b) => b.length - a.length)
  return known.reduce(
    (left, part) => left.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${escaped(part)}(?![\\p{L}\\p{N}])`, 'giu'), 'somebody'),
    text,
  )
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`)
