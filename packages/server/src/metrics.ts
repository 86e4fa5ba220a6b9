// What Muster counts about itself, for Prometheus. Nothing here names an organisation or a person.
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Millis } from '@muster/core/vocabulary.ts'

export type Metrics = {
  /** Signals committed, by the kind of intake. */
  accepted: (kind: string, count: number) => void
  /** A body was answered with an error, by kind and HTTP status. */
  turnedAway: (kind: string, status: number) => void
  decided: (count: number, oldestWaitMs: Millis) => void
  quarantined: () => void
  /** A provider answered, or did not, after this long. */
  delivered: (channel: string, answer: 'delivered' | 'retry' | 'never', tookMs: Millis) => void
  handedOff: (channel: string, lateMs: Millis) => void
  timerFired: (lateMs: Millis) => void
  clockStepped: (stepMs: Millis) => void
  /** The text Prometheus scrapes. `overdueMs` is the heartbeat: the age of the oldest row that should have been done. */
  text: (overdueMs: Millis) => Promise<string>
  contentType: string
}

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const counter = (name: string, help: string, labelNames: string[] = []) => new Counter({ name, help, labelNames, registers })
  const histogram = (name: string, help: string, labelNames: string[] = []) =>
    new Histogram({ name, help, labelNames, registers, buckets: BUCKETS })
  const accepted = counter('muster_signals_accepted_total', 'Signals committed, by kind of intake', ['kind'])
  const turnedAway = counter('muster_signals_refused_total', 'Requests answered with an error, by kind and HTTP status', ['kind', 'status'])
  const decided = counter('muster_signals_decided_total', 'Signals whose meaning was decided')
  const decideWait = histogram('muster_signal_wait_seconds', 'From commit to decision, the oldest signal of each batch')
  const quarantined = counter('muster_signals_quarantined_total', 'Signals set aside because they could not be decided')
  const deliveries = counter('muster_deliveries_total', 'Answers of providers', ['channel', 'answer'])
  const callTook = histogram('muster_delivery_call_seconds', 'Length of provider calls', ['channel'])
  const handedOff = histogram('muster_delivery_late_seconds', 'From a delivery being due to its provider being called', ['channel'])
  const timerLate = histogram('muster_timer_late_seconds', 'From a timer being due to its firing')
  const step = new Gauge({ name: 'muster_clock_largest_step_seconds', help: "Largest step of the database's clock since start", registers })
  const overdue = new Gauge({ name: 'muster_oldest_overdue_seconds', help: 'Age of the oldest row that should have been done', registers })
  return {
    accepted: (kind, count) => accepted.inc({ kind }, count),
    turnedAway: (kind, status) => turnedAway.inc({ kind, status: String(status) }),
    decided: (count, oldestWaitMs) => {
      decided.inc(count)
      decideWait.observe(oldestWaitMs / 1000)
    },
    quarantined: () => quarantined.inc(),
    delivered: (channel, answer, tookMs) => {
      deliveries.inc({ channel, answer })
      callTook.observe({ channel }, tookMs / 1000)
    },
    handedOff: (channel, lateMs) => handedOff.observe({ channel }, Math.max(0, lateMs) / 1000),
    timerFired: (lateMs) => timerLate.observe(Math.max(0, lateMs) / 1000),
    clockStepped: (stepMs) => step.set(stepMs / 1000),
    text: async (overdueMs) => {
      overdue.set(overdueMs / 1000)
      return registry.metrics()
    },
    contentType: Registry.PROMETHEUS_CONTENT_TYPE,
  }
}
