// What one more signal about the same thing means: opened, counted, closed, remembered or refused.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MINUTE, SIGNAL_SEVERITIES, type Instant } from '../vocabulary.ts'
import type { Alert, AlertEvent, EarlyResolve } from './alert.ts'
import { decide, isWorse, OVERTAKING_WINDOW } from './decide.ts'
import { evolve, newAlert } from './evolve.ts'
import type { Signal } from './signal.ts'

const T0: Instant = 1_773_111_600_000

const signal = (of: Partial<Signal> = {}): Signal => ({
  action: 'trigger',
  key: 'checkout-down',
  severity: 'error',
  summary: 'checkout is down',
  source: 'checkout',
  sender: 'prometheus-1',
  eventAt: T0,
  endsAt: null,
  labels: {},
  details: null,
  links: [],
  ...of,
})

const open = (of: Partial<Alert> = {}): Alert => ({
  ...newAlert('alert_1', 'checkout-down', { type: 'alert.opened', at: T0 }, signal()),
  ...of,
})
const closed = (of: Partial<Alert> = {}): Alert => open({ status: 'closed', closedAt: T0 + MINUTE, ...of })
const early = (of: Partial<EarlyResolve> = {}): EarlyResolve => ({ sender: 'prometheus-1', eventAt: T0, receivedAt: T0, ...of })

function event(latest: Alert | null, before: EarlyResolve | null, said: Signal, at = T0): string {
  const decision = decide(latest, before, said, at)
  if (!decision.ok) return `"${decision.reason}"`
  expect(decision.event.at).toBe(at)
  return decision.event.type.slice('alert.'.length)
}

describe('what a signal means, by what is known of its key', () => {
  const known: [string, Alert | null][] = [
    ['nothing', null],
    ['an open alert', open()],
    ['a closed one', closed()],
  ]
  const answers: Record<Signal['action'], string[]> = {
    trigger: ['opened', 'repeated', 'opened'],
    acknowledge: ['"no-open-alert"', 'acknowledged', '"no-open-alert"'],
    resolve: ['resolve-remembered', 'resolved', 'resolve-remembered'],
  }
  const cells = Object.entries(answers).flatMap(([action, row]) =>
    known.map(([name, latest], index) => [action as Signal['action'], name, row[index], latest] as const),
  )
  it.each(cells)('%s upon %s: %s', (action, _name, expected, latest) => {
    expect(event(latest, null, signal({ action }), T0 + MINUTE)).toBe(expected)
  })
})

describe('case 25: a resolve that overtook its trigger', () => {
  it('closes the alert as it opens: no page', () => {
    expect(event(null, early({ eventAt: T0 + 1 }), signal())).toBe('opened-closed')
    expect(event(closed(), early(), signal())).toBe('opened-closed')
  })

  it.each<[string, EarlyResolve | null, Partial<Signal>, Instant]>([
    ['nothing was remembered', null, {}, T0],
    ['the trigger is younger than the resolve', early(), { eventAt: T0 + 1 }, T0],
    ['another sender spoke: clocks of two senders disagree', early({ sender: 'prometheus-2' }), {}, T0],
    ['the resolve does not say when it happened', early({ eventAt: null }), {}, T0],
    ['the trigger does not say when it happened', early(), { eventAt: null }, T0],
    [
      'it came more than five minutes before: then it is a skewed clock, and a skewed monitor must still page',
      early(),
      {},
      T0 + OVERTAKING_WINDOW + 1,
    ],
  ])('opens the alert and pages when %s', (_why, before, of, at) => {
    expect(event(null, before, signal(of), at)).toBe('opened')
  })

  it('counts up to and with the fifth minute', () => {
    expect(OVERTAKING_WINDOW).toBe(5 * MINUTE)
    expect(event(null, early(), signal(), T0 + OVERTAKING_WINDOW)).toBe('opened-closed')
  })

  it('does not close an alert that is open already: that one is counted', () => {
    expect(event(open(), early(), signal())).toBe('repeated')
  })
})

describe('a resolve that comes late', () => {
  const late = signal({ action: 'resolve', eventAt: T0 - 1 })

  it('and is older than the open alert belongs to the one before it: it closes nothing', () => {
    expect(event(open(), null, late, T0 + MINUTE)).toBe('"stale-resolve"')
    expect(event(open(), null, late, T0 + OVERTAKING_WINDOW)).toBe('"stale-resolve"')
  })

  it.each<[string, Alert, Partial<Signal>, Instant]>([
    ['as old as the trigger', open(), { eventAt: T0 }, T0],
    ['from another sender', open(), { sender: 'prometheus-2' }, T0],
    ['without a time', open(), { eventAt: null }, T0],
    ['for a trigger without a time', open({ eventAt: null }), {}, T0],
    ['more than five minutes after the alert opened: a skewed monitor must still be able to clear', open(), {}, T0 + OVERTAKING_WINDOW + 1],
  ])('clears the alert when it is %s', (_why, latest, of, at) => {
    expect(event(latest, null, { ...late, ...of }, at)).toBe('resolved')
  })
})

describe('re-sends', () => {
  const after = (of: Partial<Signal>, at = T0 + MINUTE, latest = open()): Alert => {
    const said = signal(of)
    const decision = decide(latest, null, said, at)
    if (!decision.ok) throw new Error(decision.reason)
    return evolve(latest, decision.event, said)
  }

  it('case 23: are counted on the one alert, and the first and last time stay known', () => {
    expect(after({})).toEqual(open({ count: 2, lastAt: T0 + MINUTE }))
  })

  it('raise the severity when they are worse, and never lower it', () => {
    expect(SIGNAL_SEVERITIES.map((severity) => after({ severity }).severity)).toEqual(['critical', 'error', 'error', 'error'])
  })

  it('move the monitor’s own promise on, and break its silence', () => {
    expect(after({ endsAt: T0 + 9 * MINUTE }, T0 + MINUTE, open({ endsAt: T0, silentAt: T0 }))).toMatchObject({
      endsAt: T0 + 9 * MINUTE,
      silentAt: null,
    })
    expect(after({}, T0 + MINUTE, open({ endsAt: T0 })).endsAt).toBe(null)
  })

  it('a resolve closes the alert, at its time', () => {
    expect(after({ action: 'resolve' }, T0 + 2 * MINUTE)).toEqual(open({ status: 'closed', closedAt: T0 + 2 * MINUTE }))
  })

  it('an acknowledgement changes nothing about the alert', () => {
    expect(after({ action: 'acknowledge' })).toEqual(open())
  })
})

describe('a new alert', () => {
  it('keeps what its first signal said', () => {
    const said = signal({ severity: 'warning', endsAt: T0 + MINUTE, eventAt: T0 - 5 })
    expect(newAlert('alert_1', 'key', { type: 'alert.opened', at: T0 }, said)).toEqual({
      id: 'alert_1',
      key: 'key',
      status: 'open',
      severity: 'warning',
      sender: 'prometheus-1',
      eventAt: T0 - 5,
      openedAt: T0,
      lastAt: T0,
      closedAt: null,
      endsAt: T0 + MINUTE,
      count: 1,
      silentAt: null,
      incidentId: null,
    })
  })

  it('is closed from the start when its resolve overtook it', () => {
    expect(newAlert('alert_1', 'key', { type: 'alert.opened-closed', at: T0 }, signal())).toMatchObject({ status: 'closed', closedAt: T0 })
  })
})

it('one severity is worse than another exactly when it stands before it', () => {
  const worse = SIGNAL_SEVERITIES.flatMap((a) => SIGNAL_SEVERITIES.filter((b) => isWorse(a, b)).map((b) => `${a} ${b}`))
  expect(worse).toEqual(['critical error', 'critical warning', 'critical info', 'error warning', 'error info', 'warning info'])
})

const anySignal: fc.Arbitrary<Signal> = fc
  .record({
    action: fc.constantFrom<Signal['action']>('trigger', 'trigger', 'acknowledge', 'resolve'),
    severity: fc.constantFrom(...SIGNAL_SEVERITIES),
    sender: fc.constantFrom('prometheus-1', 'prometheus-2'),
    eventAt: fc.option(fc.integer({ min: T0 - 10 * MINUTE, max: T0 + 10 * MINUTE })),
    endsAt: fc.option(fc.integer({ min: T0, max: T0 + 10 * MINUTE })),
  })
  .map(signal)
const stream = fc.array(fc.tuple(anySignal, fc.integer({ min: 0, max: 4 * MINUTE })), { maxLength: 40, size: 'max' })

it('whatever a monitor sends, every trigger is counted once, on one alert at a time, and a key has at most one that is open', () => {
  fc.assert(
    fc.property(stream, (signals) => {
      const alerts: Alert[] = []
      let before: EarlyResolve | null = null
      let now = T0
      let triggers = 0
      for (const [said, pause] of signals) {
        now += pause
        triggers += said.action === 'trigger' ? 1 : 0
        const latest = alerts.at(-1) ?? null
        const decision = decide(latest, before, said, now)
        if (!decision.ok) continue
        before = carry(alerts, decision.event, said) ?? before
        expect(alerts.filter((alert) => alert.status === 'open').length).toBeLessThanOrEqual(1)
        expect(alerts.slice(0, -1).every((alert) => alert.status === 'closed')).toBe(true)
      }
      expect(alerts.reduce((sum, alert) => sum + alert.count, 0)).toBe(triggers)
    }),
  )
})

function carry(alerts: Alert[], happened: AlertEvent, said: Signal): EarlyResolve | null {
  const latest = alerts.at(-1)
  if (happened.type === 'alert.opened' || happened.type === 'alert.opened-closed')
    alerts.push(newAlert(`alert_${alerts.length}`, 'key', happened, said))
  else if (happened.type === 'alert.resolve-remembered') return { sender: said.sender, eventAt: said.eventAt, receivedAt: happened.at }
  else if (latest !== undefined) alerts[alerts.length - 1] = evolve(latest, happened, said)
  return null
}
