// What monitors send in a night: things break, are said again, recover and break again; some words overtake others.
import type { Signal } from '@muster/core/alert/signal.ts'
import { MINUTE, SECOND, type IntegrationId, type Millis } from '@muster/core/vocabulary.ts'
import type { Dice } from './dice.ts'
import type { Org, Service } from './organisation.ts'

export type Word = {
  afterMs: Millis
  service: Service
  integrationId: IntegrationId
  signal: Omit<Signal, 'eventAt' | 'endsAt'>
  eventAgoMs: Millis | null
  endsInMs: Millis | null
}

const things = [
  'error rate',
  'latency',
  'queue length 📈',
  'disk full on the replica that nobody has looked at since the migration of last spring, which is not the one you think it is',
]

/** Some are as long as the part of a label that counts, and some go on after it. */
const regions = ['eu', 'au', `${'x'.repeat(99)}a`, `${'x'.repeat(99)}b`, `${'x'.repeat(100)}a`, `${'x'.repeat(100)}b`]

export function randomWords(dice: Dice, org: Org): Word[] {
  const plots = Array.from({ length: dice.int(1, 4) }, (_, index) => plotOf(dice, dice.pick(org.services), index))
  return plots.flat().toSorted((a, b) => a.afterMs - b.afterMs)
}

function plotOf(dice: Dice, service: Service, index: number): Word[] {
  const thing = dice.pick(things)
  const vouches = dice.chance(0.25)
  const keyless = dice.chance(0.1)
  const integrationId = dice.pick(service.integrationIds)
  const key = `key-${dice.chance(0.7) ? index : 0}`
  // Any length, so that what just fits and what just does not are both seen.
  const padding = dice.chance(0.4) ? '.'.repeat(dice.int(0, 110)) : ''
  let lastEvent = 0
  const labels: Record<string, string> = { region: dice.pick(regions), ...(dice.chance(0.5) ? { tier: dice.pick(['1', '2']) } : {}) }
  let at = dice.int(0, 20 * 60) * SECOND
  const words: Word[] = []
  const say = (action: Signal['action'], agoMs: Millis) => {
    // Now and then a word is exactly as old as the one before.
    const eventAgoMs = dice.chance(0.15) ? Math.max(0, at - lastEvent) : agoMs
    lastEvent = at - eventAgoMs
    const sender = dice.chance(0.9) ? `monitor-${index}` : 'monitor-standby'
    const severity = dice.weigh({ critical: 4, error: 3, warning: 2, info: 1 })
    const signal = {
      action,
      key: keyless ? null : key,
      severity,
      summary: `${thing} ${index}${padding}`,
      source: thing,
      sender,
      labels,
      details: null,
      links: [],
    }
    words.push({
      afterMs: at,
      service,
      integrationId,
      signal,
      eventAgoMs: dice.chance(0.1) ? null : eventAgoMs,
      endsInMs: vouches && action === 'trigger' ? dice.int(1, 5) * MINUTE : null,
    })
  }
  for (let round = dice.int(1, 3); round > 0; round -= 1) {
    if (dice.chance(0.12)) {
      // The recovery is heard before the failure.
      say('resolve', dice.int(0, 30) * SECOND)
      at += dice.chance(0.2) ? 5 * MINUTE : dice.int(0, 400) * SECOND
      say('trigger', dice.int(0, 500) * SECOND)
    } else {
      say('trigger', dice.int(0, 5) * SECOND)
      for (let again = dice.int(0, 3); again > 0; again -= 1) {
        at += dice.int(0, 240) * SECOND
        say('trigger', dice.int(0, 90) * SECOND)
      }
    }
    const before = at
    at += dice.int(5, 900) * SECOND
    if (dice.chance(0.1)) say('acknowledge', 0)
    if (dice.chance(0.15)) at = before + 5 * MINUTE
    if (dice.chance(0.7)) say('resolve', dice.chance(0.85) ? 0 : dice.int(0, 20) * MINUTE)
    // Exactly as long as an incident may come back, and as a group may wait, among all the others.
    at += dice.pick([dice.int(0, 300) * SECOND, dice.int(0, 3000) * SECOND, dice.pick([30, dice.int(1, 8)]) * MINUTE])
  }
  return words
}
