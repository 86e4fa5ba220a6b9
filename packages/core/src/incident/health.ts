// How a service fares, in one word: what is open at it comes before what is held back.
import type { Severity } from '../vocabulary.ts'
import { pages } from './severity.ts'

export const SERVICE_HEALTHS = ['ok', 'warned', 'silenced', 'failing'] as const
export type ServiceHealth = (typeof SERVICE_HEALTHS)[number]

export type Faring = {
  /** Of its open incidents; null when none is open. */
  worst: Severity | null
  /** A silence in force holds back every page of it. */
  silenced: boolean
}

/** A silence never makes a service that fails look well: what was open before it still is. */
export function healthOf({ worst, silenced }: Faring): ServiceHealth {
  if (worst !== null && pages(worst)) return 'failing'
  if (silenced) return 'silenced'
  return worst === null ? 'ok' : 'warned'
}
