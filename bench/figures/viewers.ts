// An incident many look at: from the writer's 2xx to the words on each screen, and to a screen that is of after it altogether.
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConfigInput } from '@muster/contract/config-document.ts'
import type { Figure, Row } from '../figure.ts'
import { startReceiver } from '../load/job.ts'
import { firstIncident, names, organisation, startMeasured, type Measured } from '../muster.ts'
import { ms, percentile } from '../stats.ts'
import { nowMs } from '../viewers/clock.ts'
import { joinAll } from '../viewers/join.ts'
import { openViewers, type Seen } from '../viewers/job.ts'
import type { Viewer } from '../viewers/screen.ts'
import { updateText } from '../viewers/update.ts'

const VIEWERS = 200
/** Each with an account of their own and a few browsers: an account costs a password's work. */
const PEOPLE = names('person', 50)
const SAID_BEFORE = 200
const WARM_UP = 5
const UPDATES = 25
const SHORTEST_GAP_MS = 1000
const LATE_MS = 5000
/** A server that is overrun answers the writer late too. */
const LONGEST_MS = 36_000
const MOST_P95_MS = 500

type Update = { number: number; sentAt: number; answeredAt: number }

export const viewers: Figure = {
  name: 'viewers',
  about: `an update on the screens of ${VIEWERS} viewers of one incident`,
  run: async ({ say }) => {
    const receiver = await startReceiver()
    const measured = await startMeasured(town(receiver.url))
    try {
      const incident = { id: await firstIncident(measured, 'checkout'), number: 1 }
      for (let index = 0; index < SAID_BEFORE; index += 1)
        await write(measured, 'say', { kind: 'saw', text: `Consumer ${index} is alive.` })
      const cookies = await joinAll(measured.muster, PEOPLE)
      const accounts = [...cookies].map(([person, cookie]): Viewer => ({ person, cookie }))
      const all = Array.from({ length: VIEWERS / PEOPLE.length }, () => accounts).flat()
      const screens = await openViewers({ port: measured.port, org: 'default', incident, viewers: all })
      say(`${all.length} screens are open`)
      try {
        const updates = await writeAll(measured)
        await sleep(LATE_MS)
        const seen = await screens.seen()
        say(`the browsers were busy ${(seen.busy * 100).toFixed(0)} % of the time; reads that failed: ${JSON.stringify(seen.failed)}`)
        return rowsOf(updates, seen)
      } finally {
        screens.stop()
      }
    } finally {
      await measured.stop()
      receiver.stop()
    }
  },
}

/** One is called; all others come to look. */
function town(webhookUrl: string): ConfigInput {
  const { people, ...rest } = organisation(webhookUrl, ['checkout'])
  const lookers = PEOPLE.map((slug) => ({ slug, name: slug, contacts: [] }))
  return { ...rest, people: [...(people ?? []), ...lookers] }
}

/** What was written while the server was cold is not among them. */
async function writeAll(measured: Measured): Promise<Update[]> {
  const updates: Update[] = []
  const until = nowMs() + LONGEST_MS
  for (let number = 1; number <= WARM_UP + UPDATES && nowMs() < until; number += 1) {
    const text = updateText(number)
    const sentAt = nowMs()
    if (number % 2 === 0) await write(measured, 'say', { kind: 'did', text })
    else await write(measured, 'record', { entry: { type: 'update.sent', audience: 'room', text } })
    updates.push({ number, sentAt, answeredAt: nowMs() })
    await sleep(SHORTEST_GAP_MS + (number % 5) * 100)
  }
  return updates.slice(WARM_UP)
}

async function write({ muster }: Measured, verb: 'say' | 'record', body: object): Promise<void> {
  const answer = await muster.api('POST', `/api/v1/incidents/1/${verb}`, body)
  if (answer.status !== 200) throw new Error(`${verb} was answered ${answer.status}: ${JSON.stringify(answer.body)}`)
}

function rowsOf(updates: readonly Update[], { screens, failed }: Seen): Row[] {
  const since = (from: 'sentAt' | 'answeredAt', what: 'held' | 'whole'): number[] =>
    screens.flatMap((screen) => {
      const at = new Map(screen[what])
      // One that never came is later than any other.
      return updates.map((update) => (at.get(update.number) ?? Infinity) - update[from])
    })
  const missed = screens.filter(({ held }) => updates.some(({ number }) => !new Map(held).has(number))).length
  return [
    row('2xx → its words', since('answeredAt', 'held'), MOST_P95_MS),
    row('press → its words', since('sentAt', 'held')),
    row('2xx → all of the screen', since('answeredAt', 'whole')),
    {
      figure: `viewers (of ${VIEWERS}) that missed any of ${updates.length} updates`,
      measured: `${missed}`,
      mustReach: '0',
      ok: missed === 0 && Object.keys(failed).length === 0,
      numbers: { missed, failed: Object.values(failed).reduce((sum, times) => sum + times, 0) },
    },
  ]
}

/** Beside what must be reached stands what explains it. */
function row(what: string, took: readonly number[], most: number | null = null): Row {
  const [p50, p95, worst] = [percentile(took, 0.5), percentile(took, 0.95), percentile(took, 1)]
  return {
    figure: `an update for ${VIEWERS} viewers, ${what}`,
    measured: `p50 ${ms(p50)}, p95 ${ms(p95)}, worst ${ms(worst)}`,
    mustReach: most === null ? '' : `p95 ≤ ${most} ms`,
    ok: most === null ? null : p95 <= most,
    numbers: { p50, p95, worst },
  }
}
