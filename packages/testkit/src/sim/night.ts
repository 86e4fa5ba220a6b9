// Plays one random night: monitors, people, providers and workers of one seed around the rules.
import { SECOND, type Instant } from '@muster/core/vocabulary.ts'
import { configure, say } from './engine/commands.ts'
import { createQueue } from './engine/queue.ts'
import { hearStray, rehearse } from './engine/strays.ts'
import { emptyStore, newId } from './engine/store.ts'
import { fireLateTimer } from './engine/timers.ts'
import { createWorker, touch, wake } from './engine/worker.ts'
import { LANES, write, writeCommit, type World } from './engine/world.ts'
import { randomChange } from './plot/changes.ts'
import { dice as diceOf } from './plot/dice.ts'
import { deadContacts, randomFaults } from './plot/faults.ts'
import { randomWords, type Word } from './plot/monitors.ts'
import { randomOrg, randomStart } from './plot/organisation.ts'
import { meddle, react, type Deed } from './plot/people.ts'
import { randomRehearsal, strayFor } from './plot/strays.ts'
import type { Call, Entry, Night } from './record.ts'
import { coreRules, type Rules } from './rules.ts'

/** No night is this long: one that is goes round in circles. */
const LONGEST = 20_000
/** People react this often; then they sleep, so that every night comes to rest. */
const REACTIONS = 12

export function play(seed: number, rules: Rules = coreRules): Night {
  const entries: Entry[] = []
  try {
    run(seed, rules, entries)
    return { seed, entries, threw: null }
  } catch (error) {
    return { seed, entries, threw: error instanceof Error ? error.message : String(error) }
  }
}

function run(seed: number, rules: Rules, entries: Entry[]): void {
  const world = createWorld(seed, rules, entries)
  const { dice, queue, faults, store } = world
  write(world, { type: 'organisation', at: world.now(), org: store.org, workers: world.workers.map((one) => one.name) })
  for (const word of randomWords(dice, store.org)) queue.after(word.afterMs, () => send(world, word))
  for (let deeds = dice.int(0, 3); deeds > 0; deeds -= 1) queue.after(dice.int(60, 4000) * SECOND, () => act(world))
  for (let changes = dice.int(0, 2); changes > 0; changes -= 1) queue.after(dice.int(60, 4000) * SECOND, () => change(world))
  for (let strays = dice.int(0, 5); strays > 0; strays -= 1) queue.after(dice.int(60, 4000) * SECOND, () => stray(world))
  for (const { afterMs, forMs } of faults.away) queue.after(afterMs, () => goAway(world, forMs))
  for (const { afterMs, byMs } of faults.jumps) queue.after(afterMs, () => jump(world, byMs))
  for (const worker of world.workers) for (const lane of LANES) wake(world, worker, lane, 0)
  for (let steps = 0; queue.step(); steps += 1) if (steps > LONGEST) throw new Error('the night goes round in circles')
  write(world, {
    type: 'over',
    at: world.now(),
    waitingSignals: store.inbox.length,
    waitingTimers: [...store.pageTimers.keys()],
    waitingDeliveries: [...store.live].map((row) => row.key),
  })
}

function createWorld(seed: number, rules: Rules, entries: Entry[]): World {
  const dice = diceOf(seed)
  const queue = createQueue()
  const startsAt: Instant = randomStart(dice)
  const org = randomOrg(dice, startsAt)
  const faults = randomFaults(dice)
  const contacts = org.people.flatMap((person) => person.rules.map((rule) => rule.contactId))
  let skew = 0
  let awayUntil = 0
  let reactions = 0
  const world: World = {
    dice,
    queue,
    faults,
    entries,
    store: emptyStore(rules, org, dice.chance(0.5)),
    workers: ['one', 'two', 'three'].slice(0, dice.int(1, 3)).map(createWorker),
    dead: deadContacts(dice, contacts),
    now: () => startsAt + queue.at() + skew,
    jump: (byMs) => void (skew += byMs),
    isAway: () => queue.at() < awayUntil,
    setAway: (forMs) => void (awayUntil = queue.at() + forMs),
    onRing: (call) => {
      if (call.kind !== 'page' || reactions >= REACTIONS) return
      reactions += 1
      ring(world, call)
    },
    beforeChange: (timer) => {
      if (faults.lateTimer === 0 || !dice.chance(faults.lateTimer)) return
      const worker = dice.pick(world.workers)
      queue.after(dice.int(0, 300) * SECOND, () => {
        if (worker.alive && !world.isAway()) writeCommit(world, fireLateTimer(store, timer, { now: world.now(), by: worker.name }))
      })
    },
  }
  const { store } = world
  return world
}

/** Nobody takes a request while the database is away or every node is down: whoever asked asks again. */
function unreachable(world: World, what: string, again: () => void): boolean {
  if (!world.isAway() && world.workers.some((worker) => worker.alive)) return false
  write(world, { type: 'turned-away', at: world.now(), what })
  world.queue.after(world.dice.int(2, 12) * SECOND, again)
  return true
}

function send(world: World, word: Word): void {
  if (unreachable(world, 'a signal', () => send(world, word))) return
  const now = world.now()
  const { service, integrationId, eventAgoMs, endsInMs } = word
  const signal = {
    ...word.signal,
    eventAt: eventAgoMs === null ? null : now - eventAgoMs,
    endsAt: endsInMs === null ? null : now + endsInMs,
  }
  const sent = { id: newId(world.store, 'signal'), serviceId: service.id, integrationId, receivedAt: now, signal }
  world.store.inbox.push(sent)
  write(world, { type: 'accepted', at: now, sent })
  touch(world, 'inbox', world.workers.find((worker) => worker.alive) ?? null)
}

function ring(world: World, call: Call): void {
  const row = world.store.deliveries.get(call.key)
  if (row === undefined) return
  const { userId, incidentId, pageId } = row
  const deed = react(world.dice, world.store.org, { userId, incidentId, pageId, now: world.now() })
  if (deed !== null) world.queue.after(deed.afterMs, () => perform(world, deed))
}

function act(world: World): void {
  const deed = meddle(world.dice, world.store.org, { incidents: [...world.store.incidents.keys()], now: world.now() })
  if (deed !== null) perform(world, deed)
}

function perform(world: World, deed: Omit<Deed, 'afterMs'>): void {
  if (unreachable(world, `"${deed.said.type}"`, () => perform(world, deed))) return
  writeCommit(world, say(world.store, { ...deed, now: world.now() }))
  touch(world, 'outbox', null)
  touch(world, 'timers', null)
}

function change(world: World): void {
  if (unreachable(world, 'a change', () => change(world))) return
  const now = world.now()
  const made = randomChange(world.dice, world.store.org, now)
  writeCommit(world, configure(world.store, made, now))
  // "Apply now": whoever edits a ladder in the night mostly means the page under way.
  if (made.what === 'policy' && world.dice.chance(0.6)) queueApply(world)
  touch(world, 'outbox', null)
  touch(world, 'timers', null)
}

/** Said to a page that may be over, or may never have begun. */
function stray(world: World): void {
  if (unreachable(world, 'a stray word', () => stray(world))) return
  const { dice, store } = world
  const at = { now: world.now(), by: 'api' }
  const pages = [...store.pages.values()]
  const page = pages.length === 0 || dice.chance(0.2) ? null : dice.pick(pages)
  if (page === null) write(world, rehearse(store, randomRehearsal(dice, store.org), at))
  else writeCommit(world, hearStray(store, page, strayFor(dice, store.org, page, at.now), at))
  touch(world, 'outbox', null)
  touch(world, 'timers', null)
}

function queueApply(world: World): void {
  const { dice, queue, store } = world
  const incidentId = [...store.incidents.keys()].at(-1)
  if (incidentId === undefined) return
  const by = { type: 'token', name: 'config' } as const
  queue.after(dice.int(1, 60) * SECOND, () => perform(world, { by, incidentId, said: { type: 'apply-policy' } }))
}

function goAway(world: World, forMs: number): void {
  write(world, { type: 'trouble', at: world.now(), what: 'away', who: 'the database', where: '', until: world.now() + forMs })
  world.setAway(forMs)
}

/** The database's clock steps: everybody sees it within a sweep. */
function jump(world: World, byMs: number): void {
  const at = world.now()
  world.jump(byMs)
  write(world, { type: 'trouble', at, what: 'jump', who: 'the clock', where: '', until: world.now() })
  for (const worker of world.workers) for (const lane of LANES) wake(world, worker, lane, world.dice.int(0, SECOND))
}
