// A service's health in one word: what pages is never hidden by a silence, and a silence is never taken for health.
import { expect, test } from 'vitest'
import { healthOf, type ServiceHealth } from './health.ts'
import type { Severity } from '../vocabulary.ts'

test.each<[Severity | null, boolean, ServiceHealth]>([
  [null, false, 'ok'],
  ['SEV3', false, 'warned'],
  ['SEV2', false, 'failing'],
  ['SEV0', false, 'failing'],
  [null, true, 'silenced'],
  ['SEV3', true, 'silenced'],
  ['SEV2', true, 'failing'],
])('worst open %s, silenced %s: %s', (worst, silenced, expected) => {
  expect(healthOf({ worst, silenced })).toBe(expected)
})
