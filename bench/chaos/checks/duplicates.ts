// A repeat is recognisable, and only a kill makes one: the same page always carries the same key, and nobody is rung twice for nothing.
import { seconds, storyOf, type Memory, type Violation } from '../memory.ts'
import type { Call } from '../provider.ts'

export type Duplicates = { violations: Violation[]; count: number }

export function checkDuplicates(memory: Memory): Duplicates {
  const found: Duplicates = { violations: [], count: 0 }
  const troubles = new Map(memory.troubles.map((trouble) => [trouble.id, trouble]))
  const blame = (call: Call, what: string) => {
    const trouble = troubles.get(call.trouble)
    found.violations.push({ what: `${call.trouble}: ${what}`, story: trouble === undefined ? [call.key] : storyOf(trouble, memory) })
  }
  for (const call of memory.calls) if (call.header !== call.key) blame(call, `Idempotency-Key ${call.header} is not the key ${call.key}`)
  const pages = memory.calls.filter((call) => call.kind === 'page')
  for (const calls of Map.groupBy(pages, (call) => `${call.trouble} ${call.person}`).values()) {
    const [first, other] = Map.groupBy(calls, (call) => call.key).values()
    if (first !== undefined && other?.[0] !== undefined) blame(other[0], `${other[0].person} was called for one rung under two keys`)
  }
  for (const calls of Map.groupBy(memory.calls, (call) => call.key).values()) {
    const accepted = calls.filter((call) => call.acceptedAt !== null)
    for (const [index, again] of accepted.slice(1).entries()) {
      const before = accepted[index]
      found.count += 1
      if (before === undefined || memory.outages.touches(before.at, again.at)) continue
      blame(again, `${again.person} was called again after ${seconds(again.at - before.at)}, and nothing was killed between`)
    }
  }
  return found
}
