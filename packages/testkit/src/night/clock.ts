// A clock a test turns: time passes when it says so, and never otherwise.
import type { Clock } from '@muster/server/clock.ts'
import { HOUR, MINUTE, SECOND, type Instant, type Millis } from '@muster/core/vocabulary.ts'

export type TestClock = Clock & { set: (at: Instant) => void }

/** A Monday, in the middle of the night in Europe. */
export const START: Instant = Date.UTC(2026, 2, 2, 3, 10)

export function createTestClock(start: Instant = START): TestClock {
  let at = start
  return {
    now: () => at,
    set: (to) => {
      at = to
    },
  }
}

const units: Record<string, Millis> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR }

/** "5m", "1m30s", "250ms" as milliseconds. */
export function duration(text: string): Millis {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)]
  if (parts.map(([part]) => part).join('') !== text || text === '') throw new Error(`"${text}" is no duration; write 5m, 1m30s or 250ms`)
  return parts.reduce((sum, [, figure = '', unit = '']) => sum + Number(figure) * (units[unit] ?? 0), 0)
}
