// What comes first, decided by a person: it stands over the order by impact until somebody decides anew.
import { all } from '../protocol/ask.ts'
import type { Facts } from '../protocol/facts.ts'
import type { ResponseClass } from '../vocabulary.ts'
import type { Failing } from './impact.ts'

/** The youngest decision that any of the logs has; empty: nobody has decided yet. */
export function decidedOrder(logs: readonly Facts[]): readonly string[] {
  const decisions = logs
    .flatMap((facts) => all(facts, { logged: 'decision.made' }))
    .filter(({ body }) => body['about'] === 'priority' && Array.isArray(body['order']))
  const youngest = decisions.toSorted((a, b) => a.observedAt - b.observedAt || a.seq - b.seq).at(-1)
  return youngest === undefined ? [] : (youngest.body['order'] as unknown[]).map(String)
}

const CRITICAL: readonly ResponseClass[] = ['crisis', 'major']

/** Two or more critical ones, of which one stands in no decision yet: the commander is asked. `heads` in the order of impact. */
export function orderAsked<One extends Pick<Failing, 'id' | 'class'>>(heads: readonly One[], decided: readonly string[]): One[] {
  const critical = heads.filter((one) => CRITICAL.includes(one.class))
  return critical.length > 1 && critical.some(({ id }) => !decided.includes(id)) ? critical : []
}
