// Every due page within its bound: the ladder is climbed again from what the senders and the provider remember.
import { seconds, storyOf, type Memory, type Violation } from '../memory.ts'
import type { Call } from '../provider.ts'
import { LADDER, RUNG_MS } from '../town.ts'
import type { Trouble } from '../troubles.ts'

/** What a killed sender had in hand is taken over within this. */
const TAKEOVER_MS = 10_000
const GRACE_MS = 2_000
/** What was already on its way to the provider when an answer committed. */
const IN_FLIGHT_MS = 250

export type Pages = {
  violations: Violation[]
  /** From acceptance to the provider's first call, over troubles that called for it. */
  worstFirstMs: number
  /** The same without the time in which nothing worked. */
  worstBeyondOutageMs: number
  rungsCalled: number
}

export function checkPages(memory: Memory): Pages {
  const pages: Pages = { violations: [], worstFirstMs: 0, worstBeyondOutageMs: 0, rungsCalled: 0 }
  const callsOf = Map.groupBy(
    memory.calls.filter((call) => call.kind === 'page'),
    (call) => call.trouble,
  )
  for (const trouble of memory.troubles) {
    const calls = callsOf.get(trouble.id) ?? []
    const faults = [...climb(trouble, calls, memory, pages), ...afterAnswer(trouble, calls)]
    for (const what of faults) pages.violations.push({ what: `${trouble.id}: ${what}`, story: storyOf(trouble, memory) })
  }
  return pages
}

function climb(trouble: Trouble, calls: readonly Call[], { outages }: Memory, pages: Pages): string[] {
  const { triggered, endingAt } = trouble
  if (triggered?.acceptedAt == null) return []
  const faults: string[] = []
  const over = endingAt ?? Number.POSITIVE_INFINITY
  let due = triggered.acceptedAt
  for (const [rung, person] of LADDER.entries()) {
    const call = calls.find((one) => one.person === person)
    // Each attempt before the last one whole was cut off by a kill, and each of those has its own takeover.
    const takeovers = Math.max(1, (call?.attempt ?? 1) - 1)
    const late = (at: number) => at - due - outages.within(due, at)
    const bound = takeovers * TAKEOVER_MS + GRACE_MS
    if (call === undefined) {
      if (late(over) > bound) faults.push(`${person} was due and never called`)
      break
    }
    if (late(call.at) > bound && late(over) > bound) faults.push(`${person} was called ${seconds(late(call.at))} late, outages not counted`)
    if (call.at < triggered.firstAt + rung * RUNG_MS) faults.push(`${person} was called too early`)
    if (rung === 0) pages.worstFirstMs = Math.max(pages.worstFirstMs, call.at - due)
    pages.worstBeyondOutageMs = Math.max(pages.worstBeyondOutageMs, late(call.at))
    pages.rungsCalled += 1
    due = call.at + RUNG_MS
  }
  return faults
}

function afterAnswer({ answeredAt }: Trouble, calls: readonly Call[]): string[] {
  if (answeredAt === null) return []
  return calls
    .filter((call) => call.at > answeredAt + IN_FLIGHT_MS)
    .map((call) => `${call.person} was called ${seconds(call.at - answeredAt)} after the answer was committed`)
}
