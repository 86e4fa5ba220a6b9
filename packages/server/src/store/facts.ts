// What an incident's log says, folded once and then only continued: the log is append-only, so what was folded stays right.
import { fold, NOTHING, type Facts } from '@muster/core/protocol/facts.ts'
import type { IncidentId } from '@muster/core/vocabulary.ts'
import type { Tx } from './db.ts'
import { readLog, readLogs } from './log.ts'

/** Incidents of which a node remembers the fold. */
const KEPT = 200
const BATCH = 1000

export type FactsCache = {
  of: (tx: Tx, incidentId: IncidentId) => Promise<Facts>
  /** Of many at once, in one statement where none of them has a long log yet to be read. */
  ofMany: (tx: Tx, incidentIds: readonly IncidentId[]) => Promise<Map<IncidentId, Facts>>
}

/** To be asked before a transaction writes to the log: what it has not committed must not be remembered. */
export function createFacts(): FactsCache {
  const kept = new Map<IncidentId, Facts>()
  const keep = (incidentId: IncidentId, facts: Facts): Facts => {
    kept.delete(incidentId)
    kept.set(incidentId, facts)
    const [oldest] = kept.keys()
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
    return facts
  }
  const of: FactsCache['of'] = async (tx, incidentId) => {
    let facts = kept.get(incidentId) ?? NOTHING
    for (;;) {
      const entries = await readLog(tx, incidentId, facts.last, BATCH)
      if (entries.length > 0) facts = fold(facts, entries)
      if (entries.length < BATCH) break
    }
    return keep(incidentId, facts)
  }
  return {
    of,
    ofMany: async (tx, incidentIds) => {
      const before = new Map(incidentIds.map((id) => [id, kept.get(id) ?? NOTHING]))
      const news = await readLogs(tx, new Map([...before].map(([id, { last }]) => [id, last])), BATCH)
      const all = new Map<IncidentId, Facts>()
      for (const [id, facts] of before) {
        const entries = news.get(id) ?? []
        const read = entries.length === 0 ? facts : keep(id, fold(facts, entries))
        all.set(id, entries.length < BATCH ? read : await of(tx, id))
      }
      return all
    },
  }
}
