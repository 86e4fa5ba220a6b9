// The protocol of a long incident: its log folded from scratch, continued by one entry, and read.
import { fold, NOTHING, type LogEntry } from '@muster/core/protocol/facts.ts'
import { read } from '@muster/core/protocol/read.ts'
import { MINUTE, SECOND } from '@muster/core/vocabulary.ts'
import { readPacks } from '@muster/server/packs.ts'
import type { Figure, Row } from '../figure.ts'
import { percentile } from '../stats.ts'

const ENTRIES = 10_000
const RUNS = 50
const START = Date.UTC(2026, 2, 18, 3, 10)

export const protocol: Figure = {
  name: 'protocol',
  about: `fold and reading of an incident with ${ENTRIES.toLocaleString('en')} log entries`,
  run: async () => {
    const pack = readPacks().standard
    const log = longLog()
    const now = (log.at(-1)?.at ?? START) + MINUTE
    const more: LogEntry = { seq: ENTRIES + 1, at: now, type: 'incident.said', body: { kind: 'did', text: 'I look at the queue.' } }
    const took = { fold: [] as number[], read: [] as number[], more: [] as number[] }
    for (let run = 0; run < RUNS; run += 1) {
      const facts = timed(took.fold, () => fold(NOTHING, log))
      timed(took.read, () => read(pack, facts, now))
      timed(took.more, () => fold(facts, [more]))
    }
    return [
      row('protocol, 10,000 entries from scratch', took.fold, 50),
      row('protocol, one reading of them', took.read, 2),
      row('protocol, one entry more', took.more, 2),
    ]
  },
}

function timed<T>(into: number[], work: () => T): T {
  const before = performance.now()
  const result = work()
  into.push(performance.now() - before)
  return result
}

function row(figure: string, took: readonly number[], most: number): Row {
  const [p50, p95] = [percentile(took, 0.5), percentile(took, 0.95)]
  return {
    figure,
    measured: `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
    mustReach: `p50 ≤ ${most} ms`,
    ok: p50 <= most,
    numbers: { p50, p95 },
  }
}

/** What the longest of nights writes: talk, deliveries, steps, readings and updates, a hundred promises, twenty deviations. */
function longLog(): LogEntry[] {
  const often = [
    'incident.said',
    'delivery.accepted',
    'run.step',
    'incident.said',
    'reading.changed',
    'alert.joined',
    'finding.noted',
    'update.sent',
  ]
  const audiences = ['room', 'customers', 'executives']
  const opened: LogEntry = { seq: 1, at: START, type: 'incident.opened', body: { severity: 'SEV1', criticalPath: true } }
  const rest = Array.from({ length: ENTRIES - 1 }, (_, index): LogEntry => {
    const at = START + index * SECOND
    const rare = index % 500 === 499 ? 'deviation.invoked' : index % 100 === 50 ? 'promise.made' : null
    return {
      seq: index + 2,
      at,
      type: rare ?? often[index % often.length] ?? 'incident.said',
      body: {
        kind: 'did',
        outcome: 'done',
        audience: audiences[index % 3],
        deviation: 'dv-01',
        nextAt: at + 10 * MINUTE,
        by: { type: 'user', id: 'user_ann' },
      },
    }
  })
  return [opened, ...rest]
}
