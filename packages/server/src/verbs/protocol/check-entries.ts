// An entry about another one: that one must stand on the log, be of the right kind, and not be settled already.
import type { ProtocolEntry } from '@muster/contract/protocol-entry.ts'
import type { Facts } from '@muster/core/protocol/facts.ts'
import { followUps } from '@muster/core/protocol/follow-ups.ts'
import { known } from '@muster/core/protocol/known.ts'
import { invalid } from './invalid.ts'

export function checkEntries(entry: ProtocolEntry, facts: Facts): void {
  const there = (field: string, seq: number | undefined) => {
    if (seq !== undefined && !facts.bySeq.has(seq)) throw invalid(`entry.${field}`, `There is no entry ${seq}, or it was taken back.`)
  }
  there('madeFrom', entry.madeFrom)
  switch (entry.type) {
    case 'evidence.added':
    case 'hypothesis.settled':
      if (facts.bySeq.get(entry.hypothesis)?.type !== 'hypothesis.stated')
        throw invalid('entry.hypothesis', `Entry ${entry.hypothesis} states no hypothesis, or it was taken back.`)
      return
    case 'conflict.settled': {
      const conflict = known(facts).conflicts.find(({ seq }) => seq === entry.conflict)
      if (conflict === undefined) throw invalid('entry.conflict', `Entry ${entry.conflict} tells of no conflict, or it was taken back.`)
      if (conflict.settled !== null) throw invalid('entry.conflict', 'It is settled already: put that entry right if it is wrong.')
      return
    }
    case 'followup.done':
    case 'followup.moved': {
      const one = followUps(facts).find(({ seq }) => seq === entry.followup)
      if (one === undefined) throw invalid('entry.followup', `Entry ${entry.followup} leaves nothing to be done, or it was taken back.`)
      if (one.done !== null) throw invalid('entry.followup', 'It is done already.')
      return
    }
    case 'entry.pinned':
      there('entry', entry.entry)
      if (known(facts).pins.includes(entry.entry)) throw invalid('entry.entry', 'It is pinned already.')
      return
    case 'entry.unpinned':
      if (!known(facts).pins.includes(entry.entry)) throw invalid('entry.entry', 'It is not pinned.')
      return
    default:
  }
}
