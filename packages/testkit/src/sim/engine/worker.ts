// A worker: three loops that sleep until something is due or somebody wakes them, and that may die or fall asleep at any step.
import { CHANNELS, SECOND } from '@muster/core/vocabulary.ts'
import { finish } from './endings.ts'
import { claim, stillWanted, type Claimed } from './outbox.ts'
import { reply } from './provider.ts'
import { decideSignals } from './signals.ts'
import { nextDeliveryAt, nextTimerAt } from './store.ts'
import { dueTimers, firePageTimer, fireSourceSilent, type Due } from './timers.ts'
import { LANES, write, writeCommit, type Lane, type Worker, type World } from './world.ts'
import { messageFor } from './message.ts'

/** A lost wake-up is found by looking at least this often. */
const SWEEP_MS = SECOND
const AFTER_FAILURE_MS = 250

export function createWorker(name: string): Worker {
  return { name, alive: true, life: 1, pausedUntil: 0, turns: { inbox: null, timers: null, outbox: null } }
}

/** Does something later in this worker's life: not after its death, and not while it sleeps. */
function later(world: World, worker: Worker, delayMs: number, run: () => void): void {
  const { life } = worker
  world.queue.after(delayMs, () => {
    if (worker.life !== life) return
    const sleeps = worker.pausedUntil - world.queue.at()
    if (sleeps > 0) later(world, worker, sleeps, run)
    else run()
  })
}

/** Has one loop turn, at the latest then. */
export function wake(world: World, worker: Worker, lane: Lane, delayMs: number): void {
  const at = world.queue.at() + Math.max(0, delayMs)
  const planned = worker.turns[lane]
  if (!worker.alive || (planned !== null && planned <= at)) return
  worker.turns[lane] = at
  later(world, worker, delayMs, () => {
    // An earlier wake-up has been here since.
    if (worker.turns[lane] !== at) return
    worker.turns[lane] = null
    turn(world, worker, lane)
  })
}

/** Tells all workers that a loop has work: at once in this process, by NOTIFY in the others, now and then lost. */
export function touch(world: World, lane: Lane, from: Worker | null): void {
  for (const worker of world.workers) {
    const near = worker === from ? 0 : world.dice.int(20, 50)
    wake(world, worker, lane, worker !== from && world.dice.chance(world.faults.lostWake) ? world.dice.int(50, SWEEP_MS) : near)
  }
}

/** A place where the process can die or fall asleep; false when it has died. */
function survives(world: World, worker: Worker, where: string): boolean {
  const { dice, faults, queue } = world
  if (faults.crash > 0 && dice.chance(faults.crash)) {
    crash(world, worker, where)
    return false
  }
  if (faults.pause > 0 && dice.chance(faults.pause)) {
    const forMs = dice.int(1, 15) * SECOND
    worker.pausedUntil = Math.max(worker.pausedUntil, queue.at() + forMs)
    write(world, { type: 'trouble', at: world.now(), what: 'pause', who: worker.name, where, until: world.now() + forMs })
  }
  return true
}

function crash(world: World, worker: Worker, where: string): void {
  const forMs = world.dice.int(1, 12) * SECOND
  write(world, { type: 'trouble', at: world.now(), what: 'crash', who: worker.name, where, until: world.now() + forMs })
  worker.alive = false
  worker.life += 1
  worker.turns = { inbox: null, timers: null, outbox: null }
  // Nobody was told of what it did last: the others see it when they look around.
  for (const other of world.workers) for (const lane of LANES) wake(world, other, lane, world.dice.int(0, SWEEP_MS))
  world.queue.after(forMs, () => {
    worker.alive = true
    for (const lane of LANES) wake(world, worker, lane, world.dice.int(0, 300))
  })
}

function turn(world: World, worker: Worker, lane: Lane): void {
  if (world.isAway()) return wake(world, worker, lane, AFTER_FAILURE_MS)
  if (lane === 'inbox') decide(world, worker)
  else if (lane === 'timers') readTimers(world, worker)
  else send(world, worker)
}

/** Sleeps until the next thing is due: what nobody is woken for is still seen in its time. */
function sleep(world: World, worker: Worker, lane: 'timers' | 'outbox'): void {
  const at = lane === 'timers' ? nextTimerAt(world.store) : nextDeliveryAt(world.store)
  if (at !== null) wake(world, worker, lane, Math.max(1, at - world.now()) + world.dice.int(0, 5))
}

function decide(world: World, worker: Worker): void {
  const waiting = world.store.org.services.filter((service) => world.store.inbox.some((one) => one.serviceId === service.id))
  for (const service of waiting) {
    if (!survives(world, worker, 'before deciding signals')) return
    writeCommit(world, decideSignals(world.store, service, { now: world.now(), by: worker.name }))
    if (!survives(world, worker, 'after deciding signals')) return
  }
  if (waiting.length === 0) return
  touch(world, 'outbox', worker)
  touch(world, 'timers', worker)
}

function readTimers(world: World, worker: Worker): void {
  const due = dueTimers(world.store, world.now())
  if (due.pages.length + due.silent.length === 0) return sleep(world, worker, 'timers')
  if (!survives(world, worker, 'after reading timers')) return
  later(world, worker, world.dice.int(0, 10), () => fireTimers(world, worker, due))
}

function fireTimers(world: World, worker: Worker, due: Due): void {
  if (world.isAway()) return wake(world, worker, 'timers', AFTER_FAILURE_MS)
  const at = { now: world.now(), by: worker.name }
  for (const pageId of due.pages) writeCommit(world, firePageTimer(world.store, pageId, at))
  for (const alertId of due.silent) writeCommit(world, fireSourceSilent(world.store, alertId, at))
  if (!survives(world, worker, 'after firing timers')) return
  touch(world, 'outbox', worker)
  wake(world, worker, 'timers', 0)
}

function send(world: World, worker: Worker): void {
  let worked = false
  for (const channel of CHANNELS) {
    const entry = claim(world.store, channel, { now: world.now(), by: worker.name })
    if (entry === null) continue
    worked = true
    write(world, entry)
    if (!survives(world, worker, 'after claiming')) return
    for (const key of entry.keys) {
      const attempt = world.store.deliveries.get(key)?.attempt ?? 0
      later(world, worker, world.dice.int(0, 10), () => look(world, worker, { key, attempt, by: worker.name }))
    }
  }
  if (worked) wake(world, worker, 'outbox', 1)
  else sleep(world, worker, 'outbox')
}

function look(world: World, worker: Worker, claimed: Claimed): void {
  // A delivery that cannot be looked at is not sent; its lease runs out.
  if (world.isAway()) return
  const bundled = stillWanted(world.store, claimed, world.now())
  const { key, attempt } = claimed
  write(world, { type: 'looked', at: world.now(), by: worker.name, key, attempt, wanted: bundled !== null })
  if (bundled === null || !survives(world, worker, 'before the call')) return
  later(world, worker, world.dice.int(0, 10), () => call(world, worker, claimed, bundled))
}

function call(world: World, worker: Worker, claimed: Claimed, bundled: number): void {
  const row = world.store.deliveries.get(claimed.key)
  if (row === undefined) return
  const made = messageFor(world, worker, { row, claimed, bundled })
  write(world, made)
  const replied = reply(world.dice, world.faults.provider, world.dead, row.contactId)
  world.queue.after(replied.didAfterMs, () => {
    write(world, { type: 'provider', at: world.now(), key: claimed.key, attempt: claimed.attempt, did: replied.did })
    if (replied.did === 'rang') world.onRing(made)
  })
  if (!survives(world, worker, 'during the call')) return
  later(world, worker, replied.answerAfterMs, () => {
    if (!survives(world, worker, 'before recording the answer')) return
    // Not recorded: the lease runs out, and the next call has the same key.
    if (world.isAway()) return
    writeCommit(world, finish(world.store, claimed, replied.answer, world.now()))
    if (!survives(world, worker, 'after recording the answer')) return
    touch(world, 'outbox', worker)
    touch(world, 'timers', worker)
  })
}
