// What is known of an incident, as people found it out: hypotheses with what speaks for and against them, and where the sources disagree.
import { TRUSTS, type Expected, type Trusted } from '../reading/indicator.ts'
import type { Instant } from '../vocabulary.ts'
import { all, byTime, last } from './ask.ts'
import type { Fact, Facts } from './facts.ts'

export type Word = { seq: number; at: Instant; text: string; body: Fact['body'] }

export type Hypothesis = Word & {
  state: 'open' | 'holds' | 'ruled-out'
  for: readonly Word[]
  against: readonly Word[]
  /** What settled it; null while it is open. */
  settled: Word | null
}

/** What a source says, and how far behind what is so, in minutes; null: nobody knows. */
export type Side = {
  source: string
  says: string
  lagMinutes: number | null
  /** Nobody said it of this time: it is what the organisation expects of the source. */
  isLagExpected: boolean
  trust: Trusted
  isTrusted: boolean
  isCustomers: boolean
}

export type Conflict = Word & { sides: readonly Side[]; settled: Word | null }

export type Source = { source: string; state: 'silent' | 'distrusted'; since: Instant; text: string }

export type Link = { seq: number; kind: string; url: string; text: string }

export type Known = {
  /** The youngest word on who is affected, and how. */
  impact: Word | null
  /** Open ones first, those with most for them before the others; then what holds, then what was ruled out. */
  hypotheses: readonly Hypothesis[]
  /** Oldest first. */
  findings: readonly Word[]
  decisions: readonly Word[]
  /** Those to be settled first. */
  conflicts: readonly Conflict[]
  sources: readonly Source[]
  /** Where to go: each address once, as it was last written, youngest last. */
  links: readonly Link[]
  /** In the order in which they were pinned. */
  pins: readonly number[]
}

/** The source that counts more than any other where two disagree. */
export const CUSTOMERS = 'customers'

/** `expected`: what the organisation says of its sources; what a person says of one in this incident stands over it. */
export function known(facts: Facts, expected: readonly Expected[] = []): Known {
  const words = (logged: string) => all(facts, { logged }).map(wordOf)
  return {
    impact: words('impact.noted').at(-1) ?? null,
    hypotheses: words('hypothesis.stated')
      .map((one) => hypothesisOf(facts, one))
      .toSorted(byStanding),
    findings: words('finding.noted'),
    decisions: words('decision.made'),
    conflicts: words('source.conflict')
      .map((one) => conflictOf(facts, one, expected))
      .toSorted((a, b) => Number(a.settled !== null) - Number(b.settled !== null) || a.seq - b.seq),
    sources: sourcesOf(facts),
    links: linksOf(facts),
    pins: pinsOf(facts),
  }
}

const wordOf = ({ seq, observedAt, body }: Fact): Word => ({ seq, at: observedAt, text: plain(body['text']), body })

const plain = (value: unknown): string => (typeof value === 'string' ? value : '')

function hypothesisOf(facts: Facts, one: Word): Hypothesis {
  const about = (logged: string) => all(facts, { logged }).filter(({ body }) => body['hypothesis'] === one.seq)
  const evidence = about('evidence.added')
  const settled = about('hypothesis.settled').at(-1)
  const of = (stance: 'for' | 'against') => evidence.filter(({ body }) => body['stance'] === stance).map(wordOf)
  const state = settled === undefined ? 'open' : settled.body['verdict'] === 'holds' ? 'holds' : 'ruled-out'
  return { ...one, state, for: of('for'), against: of('against'), settled: settled === undefined ? null : wordOf(settled) }
}

const STANDING: Record<Hypothesis['state'], number> = { open: 0, holds: 1, 'ruled-out': 2 }

/** By what speaks for it less what speaks against it; of equals the younger, which is what people think now. */
const byStanding = (a: Hypothesis, b: Hypothesis): number =>
  STANDING[a.state] - STANDING[b.state] || weightOf(b) - weightOf(a) || b.seq - a.seq

const weightOf = ({ for: pro, against }: Hypothesis): number => pro.length - against.length

function conflictOf(facts: Facts, one: Word, expected: readonly Expected[]): Conflict {
  const given = Array.isArray(one.body['sides']) ? (one.body['sides'] as readonly Readonly<Record<string, unknown>>[]) : []
  const settled = all(facts, { logged: 'conflict.settled' }).findLast(({ body }) => body['conflict'] === one.seq)
  const said = trustSaid(facts)
  const sides = given.map((side): Side => {
    const of = expectedOf(expected, side['source'])
    const told = typeof side['lagMinutes'] === 'number' ? side['lagMinutes'] : null
    const trust =
      said.get(same(side['source'])) ??
      (of === undefined ? undefined : (said.get(same(of.slug)) ?? said.get(same(of.name)) ?? of.trust)) ??
      'high'
    return {
      source: plain(side['source']),
      says: plain(side['says']),
      lagMinutes: told ?? of?.lagMinutes ?? null,
      isLagExpected: told === null && typeof of?.lagMinutes === 'number',
      trust,
      isTrusted: trust !== 'low',
      isCustomers: side['customers'] === true,
    }
  })
  return { ...one, sides: sides.toSorted(byTrust), settled: settled === undefined ? null : wordOf(settled) }
}

/** What customers meet comes first, whatever the instruments say; then what is trusted, then what lags least. */
const byTrust = (a: Side, b: Side): number =>
  Number(b.isCustomers) - Number(a.isCustomers) || TRUSTS.indexOf(a.trust) - TRUSTS.indexOf(b.trust) || lagOf(a) - lagOf(b)

const lagOf = ({ lagMinutes }: Side): number => lagMinutes ?? Infinity

/** People write the name of a source as they please. */
const same = (source: unknown): string => plain(source).trim().toLowerCase()

export const expectedOf = (expected: readonly Expected[], source: unknown): Expected | undefined =>
  expected.find(({ slug, name }) => same(slug) === same(source) || same(name) === same(source))

/** The last that people said of each source. */
function trustSaid(facts: Facts): ReadonlyMap<string, Trusted> {
  const told = ['source.distrusted', 'source.trusted'].flatMap((logged) => all(facts, { logged })).toSorted(byTime)
  return new Map(told.map(({ type, body }) => [same(body['source']), type === 'source.trusted' ? 'high' : 'low']))
}

/** What a source's last word is: one that speaks again is silent no more. */
function sourcesOf(facts: Facts): Source[] {
  const told = ['source.silent', 'source.back', 'source.distrusted', 'source.trusted'].flatMap((logged) => all(facts, { logged }))
  const lasts = new Map<string, Fact>()
  for (const fact of told.toSorted(byTime)) lasts.set(same(fact.body['source']), fact)
  return [...lasts.values()].flatMap(({ type, body, observedAt }) => {
    if (type !== 'source.silent' && type !== 'source.distrusted') return []
    const state = type === 'source.silent' ? ('silent' as const) : ('distrusted' as const)
    return [{ source: plain(body['source']), state, since: observedAt, text: plain(body['text']) }]
  })
}

function linksOf(facts: Facts): Link[] {
  const links = new Map<string, Link>()
  for (const { seq, body } of all(facts, { logged: 'link.added' })) {
    const url = plain(body['url'])
    links.delete(url)
    links.set(url, { seq, kind: plain(body['kind']), url, text: plain(body['text']) })
  }
  return [...links.values()]
}

function pinsOf(facts: Facts): number[] {
  const pins = new Set<number>()
  const changes = [...all(facts, { logged: 'entry.pinned' }), ...all(facts, { logged: 'entry.unpinned' })]
  for (const { type, body } of changes.toSorted(byTime)) {
    const seq = Number(body['entry'])
    pins.delete(seq)
    if (type === 'entry.pinned' && facts.bySeq.has(seq)) pins.add(seq)
  }
  return [...pins]
}

/** The last word on what is thought to be the cause, for whoever only has to know. */
export const workingHypothesis = (facts: Facts): Hypothesis | undefined =>
  last(facts, { logged: 'hypothesis.stated' }) === undefined
    ? undefined
    : known(facts).hypotheses.find(({ state }) => state !== 'ruled-out')
