// A line of a brief: an entry of the log as its sentence, with its time.
import type { Brief } from '@muster/contract/protocol.ts'
import { all, byTime } from '@muster/core/protocol/ask.ts'
import type { Fact } from '@muster/core/protocol/facts.ts'
import { quoting } from '@muster/core/why/quoted.ts'
import { says } from '@muster/core/why/says.ts'
import type { UserId } from '@muster/core/vocabulary.ts'
import { iso } from '../read/views.ts'
import type { Seen } from './show-protocol.ts'

export type Section = Brief['sections'][number]
export type Line = Section['lines'][number]

/** A long night has hundreds; whoever takes over reads the youngest, and the story has the rest. */
export const MOST_LINES = 20

export const line = (text: string, fact?: Pick<Fact, 'observedAt'>): Line => ({
  at: fact === undefined ? null : iso(fact.observedAt),
  text,
})

export const linesOf = (seen: Seen, types: readonly string[]): Line[] => wordsOf(seen, types, () => true)

/** Youngest first: whoever takes over needs the last thing first. */
export function wordsOf(seen: Seen, types: readonly string[], wanted: (fact: Fact) => boolean): Line[] {
  const found = types.flatMap((type) => all(seen.facts, { logged: type })).filter(wanted)
  return found
    .toSorted((a, b) => byTime(b, a))
    .slice(0, MOST_LINES)
    .map((fact) => line(sentence(seen, fact), fact))
}

/** An entry that is about another says it in the words of the other: whoever reads a brief has no numbers to look up. */
export function sentence({ config, facts }: Seen, fact: Fact): string {
  const nameOf = (userId: UserId) => config.directory.people.get(userId)?.name ?? 'somebody who has left'
  const said = ({ type, at, body }: Fact) => ({ type, body, says: says({ type, at, body }, nameOf) })
  return quoting(said(fact), (seq) => {
    const about = facts.bySeq.get(seq)
    return about && said(about)
  })
}
