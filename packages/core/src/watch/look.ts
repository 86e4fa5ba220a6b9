// What a watchdog makes of one more look at the server, given what it has seen and when: wait, wake people, or tell them it is over.
import type { Instant, Millis } from '../vocabulary.ts'
import { MOST_BETWEEN_LOOKS_MS, ROUND_MS, STEADY_MS, WELL, type Look, type Sight, type Trouble, type Watch } from './watch.ts'

export function look(watch: Watch, sight: Sight, now: Instant, graceMs: Millis): Look {
  switch (watch.state) {
    case 'well':
      return nothing(
        sight === 'ready' ? watch : { state: 'in-doubt', outage: { startedAt: now, trouble: sight }, lookedAt: now, watchedMs: 0 },
      )
    case 'in-doubt':
      return sight === 'ready' ? nothing(WELL) : doubt(watch, sight, now, graceMs)
    case 'down':
      return sight === 'ready' ? recover(watch, now) : goOn(watch, sight, now, graceMs)
  }
}

type InDoubt = Extract<Watch, { state: 'in-doubt' }>
type Down = Extract<Watch, { state: 'down' }>

const nothing = (watch: Watch): Look => ({ watch, act: 'nothing' })

function doubt(watch: InDoubt, trouble: Trouble, now: Instant, graceMs: Millis): Look {
  const outage = { ...watch.outage, trouble }
  const watchedMs = watch.watchedMs + Math.min(Math.max(0, now - watch.lookedAt), MOST_BETWEEN_LOOKS_MS)
  if (watchedMs < graceMs) return nothing({ ...watch, outage, watchedMs, lookedAt: now })
  return { watch: { state: 'down', outage, round: 1, roundAt: now, troubleSinceAt: outage.startedAt, wellSinceAt: null }, act: 'wake' }
}

function goOn(watch: Down, trouble: Trouble, now: Instant, graceMs: Millis): Look {
  // A clock that was put back would otherwise hold the next round up for as long as the step was wide.
  const roundAt = Math.min(watch.roundAt, now)
  const troubleSinceAt = watch.wellSinceAt === null ? Math.min(watch.troubleSinceAt, now) : now
  const still: Down = { ...watch, outage: { ...watch.outage, trouble }, roundAt, troubleSinceAt, wellSinceAt: null }
  // A good answer in between means that it may be coming back: the next round waits a whole grace, as the first did.
  if (now - roundAt < ROUND_MS || now - troubleSinceAt < graceMs) return nothing(still)
  return { watch: { ...still, round: watch.round + 1, roundAt: now }, act: 'wake' }
}

function recover(watch: Down, now: Instant): Look {
  const wellSinceAt = Math.min(watch.wellSinceAt ?? now, now)
  return now - wellSinceAt < STEADY_MS ? nothing({ ...watch, wellSinceAt }) : { watch: WELL, act: 'tell-back' }
}
