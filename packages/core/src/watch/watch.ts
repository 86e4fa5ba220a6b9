// What a watchdog knows of the server it watches: well, in doubt, or down with people woken.
import { MINUTE, SECOND, type Instant, type Millis } from '../vocabulary.ts'

/** `silent`: no node answers. `database`: a node says that its database does not. `late`: the engine does not keep up. */
export type Trouble = 'silent' | 'database' | 'late'

/** What all nodes together say when asked once: one that is ready is enough. */
export type Sight = 'ready' | Trouble

export type Outage = { startedAt: Instant; trouble: Trouble }

export type Watch =
  | { state: 'well' }
  /** `watchedMs` is how long the trouble has lasted under our eyes; nobody is woken before it is the whole grace. */
  | { state: 'in-doubt'; outage: Outage; lookedAt: Instant; watchedMs: Millis }
  /** People were woken `round` times, last at `roundAt`. `wellSinceAt` is set while it seems to be back; since `troubleSinceAt` it was not. */
  | { state: 'down'; outage: Outage; round: number; roundAt: Instant; troubleSinceAt: Instant; wellSinceAt: Instant | null }

export type Act = 'nothing' | 'wake' | 'tell-back'

export type Look = { watch: Watch; act: Act }

export const WELL: Watch = { state: 'well' }

/** While it is down, people are woken again this often. */
export const ROUND_MS: Millis = 10 * MINUTE

/** It must stay well this long before people are told that it is over: a server that starts and falls again is not back. */
export const STEADY_MS: Millis = 10 * SECOND

/** The most that counts between two looks. A machine that slept, or whose clock was put forward, has not watched that long. */
export const MOST_BETWEEN_LOOKS_MS: Millis = 10 * SECOND
