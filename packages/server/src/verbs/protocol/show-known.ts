// What is known of an incident, and how people know it.
import type { KnownView } from '@muster/contract/known.ts'
import type { Fact } from '@muster/core/protocol/facts.ts'
import { known, type Word } from '@muster/core/protocol/known.ts'
import { byWhom, says } from '@muster/core/why/says.ts'
import type { UserId } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { findIncident } from '../read/find.ts'
import { shared } from '../read/shared.ts'
import { iso } from '../read/views.ts'
import { seenByAll, type Seen } from './show-protocol.ts'

/** A long night has hundreds; the story has the rest. */
const MOST = 100

export async function showKnown(world: World, caller: Caller, id: string): Promise<KnownView> {
  permit(caller, 'incident.read')
  return shared(world, caller, ['known', id], async (tx) => viewOf(await seenByAll(world, tx, caller.orgId, await findIncident(tx, id))))
}

type WordView = NonNullable<KnownView['impact']>

function viewOf({ facts, config }: Omit<Seen, 'me'>): KnownView {
  const nameOf = (userId: UserId) => config.directory.people.get(userId)?.name ?? 'somebody who has left'
  const word = ({ seq, at, text, body }: Word): WordView => ({
    seq,
    at: iso(at),
    text,
    by: byWhom({ type: '', body }, nameOf),
    about: plain(body['about']),
  })
  const orNull = (one: Word | null) => (one === null ? null : word(one))
  const { impact, hypotheses, findings, decisions, conflicts, sources, links, pins } = known(facts, [...config.sources.values()])
  return {
    impact: orNull(impact),
    hypotheses: hypotheses.map(({ state, for: pro, against, settled, ...one }) => ({
      ...word(one),
      state,
      for: pro.map(word),
      against: against.map(word),
      settled: orNull(settled),
    })),
    findings: findings.toReversed().slice(0, MOST).map(word),
    decisions: decisions
      .toReversed()
      .slice(0, MOST)
      .map((one) => ({ ...word(one), alternatives: plain(one.body['alternatives']) })),
    conflicts: conflicts.map(({ sides, settled, ...one }) => ({
      ...word(one),
      sides: [...sides],
      settled: settled === null ? null : { ...word(settled), basis: plain(settled.body['basis']) ?? '' },
    })),
    sources: sources.map(({ since, ...one }) => ({ ...one, since: iso(since) })),
    expected: [...config.sources.values()].map(({ name, lagMinutes, trust }) => ({ source: name, lagMinutes, trust })),
    links: [...links],
    pins: pins.flatMap((seq) => {
      const fact = facts.bySeq.get(seq)
      return fact === undefined ? [] : [{ seq, says: says(untitled(fact), nameOf) }]
    }),
  }
}

/** What names another incident names it by number: not everybody may see that one. */
const untitled = (fact: Fact): Fact => (fact.body['to'] === undefined ? fact : { ...fact, body: { ...fact.body, title: undefined } })

const plain = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
