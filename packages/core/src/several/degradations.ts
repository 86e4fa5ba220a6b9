// What is left degraded meanwhile, because somebody decided that it may be: until it is lifted.
import { all } from '../protocol/ask.ts'
import type { Fact, Facts } from '../protocol/facts.ts'

export function acceptedIn(facts: Facts): Fact[] {
  const lifted = new Set(all(facts, { logged: 'degradation.lifted' }).map(({ body }) => body['of']))
  return all(facts, { logged: 'degradation.accepted' }).filter(({ seq }) => !lifted.has(seq))
}
