// Looks at the server again and again, does what the rules say follows from that, and writes down what it begins before it does.
import type { Channel, Delivered } from '@muster/adapters/channel.ts'
import { DAY, type ChannelName, type Instant, type Millis, type UserId } from '@muster/core/vocabulary.ts'
import { added, backCalls, begun, callsFor, carriedOver, dueCalls, hasReachedNobody, settled, type Call } from '@muster/core/watch/calls.ts'
import { look } from '@muster/core/watch/look.ts'
import { WELL, type Look, type Watch } from '@muster/core/watch/watch.ts'
import { firstOnEachLadder, whomToWake, type WatchedOrg } from '@muster/core/watch/whom.ts'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Say } from '../log.ts'
import type { Secrets } from '../secrets.ts'
import { askAll } from './ask.ts'
import { deliver } from './deliver.ts'
import { keptFolder, type KeptFolder, type Memory } from './folder.ts'
import { createNarrator, tellLook, type Narrator } from './narrator.ts'
import { createOnCallList, type OnCallList } from './on-call-list.ts'
import { watchedOrg } from './snapshot.ts'

export type WatcherParts = {
  clock: Clock
  say: Say
  log: Logger
  /** Asked again each time: the key may appear, or be replaced, after the watchdog has started. Null while there is none. */
  secrets: () => Secrets | null
  channels: Record<ChannelName, Channel>
  urls: readonly string[]
  publicUrl: string
  graceMs: Millis
  folder: string
}

export type Watcher = {
  /** One look, and what follows from it. Calls to providers go on beside it. */
  tick: () => Promise<void>
  /** Resolves when nothing is under way any more. */
  idle: () => Promise<void>
}

type Watching = WatcherParts & {
  kept: KeptFolder
  narrator: Narrator
  list: OnCallList
  memory: Memory
  hasRemembered: boolean
  underWay: Map<string, Promise<void>>
}

const MOST_CALLS_AT_ONCE = 64
const NOTHING: Memory = { watch: WELL, outage: null, endedAt: null, calls: [] }

export function createWatcher(parts: WatcherParts): Watcher {
  const kept = keptFolder(parts.folder)
  const narrator = createNarrator(parts.say)
  const list = createOnCallList({ kept, narrator, log: parts.log })
  const watching: Watching = { ...parts, kept, narrator, list, memory: NOTHING, hasRemembered: false, underWay: new Map() }
  return {
    tick: () => tick(watching),
    idle: async () => {
      while (watching.underWay.size > 0) await Promise.all(watching.underWay.values())
    },
  }
}

async function tick(watching: Watching): Promise<void> {
  const secrets = keyOf(watching)
  if (secrets !== null) remember(watching, secrets)
  const { sight, readyUrl } = await askAll(watching.urls)
  const now = watching.clock.now()
  const before = watching.memory.watch
  const next = look(before, sight, now, watching.graceMs)
  if (before.state !== next.watch.state) watching.log.warn({ before: before.state, after: next.watch.state }, 'the watch has changed')
  tellLook(watching.narrator, { before, next, graceMs: watching.graceMs }, now)
  follow(watching, next, now)
  if (readyUrl !== null && secrets !== null) beside(watching, 'list', () => watching.list.refresh(secrets, readyUrl, now))
  makeCalls(watching, now)
}

function keyOf(watching: Watching): Secrets | null {
  const secrets = attempt(watching, 'the key could not be read', watching.secrets) ?? null
  if (secrets !== null) watching.narrator.over('key')
  else
    watching.narrator.lasting(
      'key',
      'There is no key yet, so there is no on-call list and nobody can be woken. Give this watchdog the same MUSTER_SECRET as the server, or run it on the same data folder.',
      watching.clock.now(),
    )
  return secrets
}

/** What an earlier watchdog knew, read once there is a key to prove it with. */
function remember(watching: Watching, secrets: Secrets): void {
  if (watching.hasRemembered) return
  watching.hasRemembered = true
  const now = watching.clock.now()
  attempt(watching, 'the on-call list on disk could not be read', () => watching.list.load(secrets, now))
  const found = attempt(watching, 'the outage on disk could not be read', () => watching.kept.readMemory(secrets)) ?? 'nothing'
  if (found === 'altered') return watching.narrator.once('What an earlier watchdog wrote about an outage was altered, and is not used.')
  if (found === 'nothing' || watching.memory.watch.state === 'down') return
  const { watch } = found
  // Nobody wants to hear about last month's outage.
  if (watch.state === 'down' && now - watch.roundAt > DAY) return
  watching.memory = { ...found, watch: watch.state === 'down' ? { ...watch, troubleSinceAt: now, wellSinceAt: null } : watch }
  if (watch.state === 'down') watching.narrator.once('An earlier watchdog has woken people already; this one goes on from there.')
}

function follow(watching: Watching, { watch, act }: Look, now: Instant): void {
  const { memory } = watching
  if (act === 'tell-back' && memory.outage !== null) {
    const calls = backCalls(memory.calls, memory.outage.startedAt, now)
    watching.memory = { watch, outage: memory.outage, endedAt: now, calls }
    return keep(watching, now)
  }
  if (watch.state !== 'down') {
    watching.memory = { ...memory, watch }
    return
  }
  const calls = act === 'wake' ? roundOf(watching, watch, now) : memory.calls
  const all = watch.wellSinceAt === null ? widened(watching, { watch, calls }, now) : calls
  watching.memory = { watch, outage: watch.outage, endedAt: null, calls: all }
  if (all !== memory.calls) keep(watching, now)
}

type Down = Extract<Watch, { state: 'down' }>

function roundOf(watching: Watching, watch: Down, now: Instant): Call[] {
  const { narrator } = watching
  const round = { startedAt: watch.outage.startedAt, round: watch.round, at: now }
  const calls = orgsOf(watching, now).flatMap((org) => {
    const people = peopleOf(watching, org, whomToWake, now)
    if (people.length === 0)
      narrator.once(`Nobody of ${org.name} can be woken: neither its catch-all nor any first rung has somebody with a contact.`)
    return callsFor(org, people, round)
  })
  if (calls.length > 0) narrator.once(`Waking ${new Set(calls.map((call) => call.userId)).size} people (round ${watch.round}).`)
  return added(carriedOver(watching.memory.calls), calls)
}

/** Whoever is first on a ladder is called too where the last resort could not be reached; all of them, where the list came late. */
function widened(watching: Watching, { watch, calls }: { watch: Down; calls: Call[] }, now: Instant): Call[] {
  const round = { startedAt: watch.outage.startedAt, round: watch.round, at: now }
  const unreached = orgsOf(watching, now).filter((org) => hasReachedNobody(calls, { orgId: org.id, round: watch.round }, now))
  const all = added(
    calls,
    unreached.flatMap((org) => {
      const isCalled = calls.some((call) => call.orgId === org.id && call.round === watch.round)
      return callsFor(org, peopleOf(watching, org, isCalled ? firstOnEachLadder : whomToWake, now), round)
    }),
  )
  if (all.length > calls.length) return all
  for (const { id, name } of unreached)
    watching.narrator.lasting(`unreached ${id}`, `Muster is down, and NOBODY of ${name} could be reached so far.`, now)
  return calls
}

/** A rota that cannot be read keeps nobody asleep but those it alone names. */
function peopleOf(watching: Watching, org: WatchedOrg, ask: (org: WatchedOrg, at: Instant) => UserId[], now: Instant): UserId[] {
  const people = attempt(watching, `a rota of ${org.name} could not be read`, () => ask(org, now))
  return people ?? ask({ ...org, directory: { ...org.directory, schedules: new Map() } }, now)
}

function orgsOf(watching: Watching, now: Instant): WatchedOrg[] {
  const proved = watching.list.current(now)
  if (proved !== null) return proved.snapshot.orgs.map(watchedOrg)
  watching.narrator.lasting('nobody', 'Muster is down, and there is no on-call list: NOBODY IS WOKEN. Look at the server yourself.', now)
  return []
}

function makeCalls(watching: Watching, now: Instant): void {
  const { memory, underWay } = watching
  const isDown = memory.watch.state === 'down' && memory.watch.wellSinceAt === null
  const due = dueCalls(memory.calls, isDown ? ['page', 'notice'] : ['notice'], now)
    .filter((call) => !underWay.has(call.key))
    .slice(0, Math.max(0, MOST_CALLS_AT_ONCE - underWay.size))
  if (due.length === 0) return
  const keys = new Set(due.map((call) => call.key))
  watching.memory = { ...memory, calls: begun(memory.calls, keys) }
  keep(watching, now)
  for (const call of watching.memory.calls.filter((one) => keys.has(one.key)))
    beside(watching, call.key, () => makeCall(watching, call, now))
}

async function makeCall(watching: Watching, call: Call, now: Instant): Promise<void> {
  const answer = await answerTo(watching, call, now)
  const { key, kind, userId, contactId, attempt } = call
  watching.log.info(
    { key, kind, userId, contactId, attempt, answer: answer.type, why: 'why' in answer ? answer.why : null },
    'a call was made',
  )
  if (answer.type === 'never') watching.narrator.once(`${nameOf(watching, call, now)} cannot be reached in one way: ${answer.why}`)
  const at = watching.clock.now()
  watching.memory = { ...watching.memory, calls: settled(watching.memory.calls, key, answer, at) }
  keep(watching, at)
}

function nameOf({ list }: Watching, { orgId, userId }: Call, now: Instant): string {
  const org = list.current(now)?.snapshot.orgs.find((one) => one.id === orgId)
  return org?.people.find((one) => one.id === userId)?.name ?? userId
}

async function answerTo(watching: Watching, call: Call, now: Instant): Promise<Delivered> {
  const proved = watching.list.current(now)
  const { outage, endedAt } = watching.memory
  if (proved === null || outage === null) return { type: 'retry', afterMs: null, why: 'there is no on-call list' }
  const { channels, publicUrl } = watching
  try {
    return await deliver({ call, outage, endedAt, list: proved.snapshot, secrets: proved.secrets, channels, publicUrl, now })
  } catch (error) {
    watching.log.error({ err: error, key: call.key }, 'a call threw')
    return { type: 'retry', afterMs: null, why: 'internal error' }
  }
}

/** A disk that cannot be written must not keep anybody asleep: then a restart may call somebody twice. */
function keep(watching: Watching, now: Instant): void {
  const { memory, kept, narrator, log } = watching
  const proved = watching.list.current(now)
  try {
    const isOver = memory.watch.state !== 'down' && memory.calls.every((call) => call.state !== 'waiting')
    if (isOver) kept.forget()
    else if (proved !== null) kept.keepMemory(proved.secrets, memory)
    narrator.over('memory')
  } catch (error) {
    log.error({ err: error }, 'the outage could not be kept')
    narrator.lasting('memory', 'What has been done cannot be written to disk: after a restart people may be called again.', now)
  }
}

/** What goes wrong with one thing must not end the watch: it is said, and gives undefined. */
function attempt<T>({ narrator, log, clock }: Watching, what: string, work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    log.error({ err: error }, what)
    const why = error instanceof Error ? error.message : String(error)
    narrator.lasting(what, `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${why}`, clock.now())
    return undefined
  }
}

function beside(watching: Watching, name: string, work: () => Promise<void>): void {
  if (watching.underWay.has(name)) return
  const done = work().catch((error: unknown) => watching.log.error({ err: error, name }, 'something went wrong beside the watch'))
  watching.underWay.set(
    name,
    done.finally(() => watching.underWay.delete(name)),
  )
}
