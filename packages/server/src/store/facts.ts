// What an incident's log says, folded once and then only continued: the log is append-only, so what was folded stays right.
import { fold, NOTHING, type Facts } from '@muster/core/protocol/facts.ts'
import type { IncidentId } from '@muster/core/vocabulary.ts'
import type { Tx } from './db.ts'
import { readLog } from './log.ts'

/** Incidents of which a node remembers the fold. */
const KEPT = 200
const BATCH = 1000

export type FactsCache = { of: (tx: Tx, incidentId: IncidentId) => Promise<Facts> }

/** To be asked before a transaction writes to the log: what it has not committed must not be remembered. */
export function createFacts(): FactsCache {
  const kept = new Map<IncidentId, Facts>()
  return {
    of: async (tx, incidentId) => {
      let facts = kept.get(incidentId) ?? NOTHING
      for (;;) {
        const entries = await readLog(tx, incidentId, facts.last, BATCH)
        if (entries.length > 0) facts = fold(facts, entries)
        if (entries.length < BATCH) break
      }
      kept.delete(incidentId)
      kept.set(incidentId, facts)
      const [oldest] = kept.keys()
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
      return facts
    },
  }
}
