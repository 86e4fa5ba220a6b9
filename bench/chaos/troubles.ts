// Troubles that wake people, each with its life: answered from the page, answered over the API, cleared by its monitor, or left alone.
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../random.ts'
import type { Answers } from './answers.ts'
import type { Sender, Sent } from './post.ts'
import type { Call, Provider } from './provider.ts'
import { RUNG_MS, watchedServices } from './town.ts'

const LIVES = ['answered-by-link', 'answered-over-api', 'cleared', 'left-alone'] as const
export type Life = (typeof LIVES)[number]

export type Trouble = {
  id: string
  service: string
  life: Life
  triggered: Sent | null
  /** When somebody first tried to answer or to clear it: from then on a page may come, and need not. */
  endingAt: number | null
  answeredAt: number | null
  cleared: Sent | null
}

export type Troubles = {
  all: readonly Trouble[]
  /** Resolves when the next one has been accepted: from here to the provider's call is what a kill must not cost. */
  nextAccepted: () => Promise<void>
  ended: Promise<void>
}

type TroublesParts = {
  sender: Sender
  provider: Provider
  answers: Answers
  randomOf: (stream: string) => Random
  /** No new ones; those that are open end within LAST_MS. */
  stop: AbortSignal
}

const LAST_MS = 20_000
/** Longer than the window in which pages about one service travel together. */
const REST_MS = 35_000
const GAP_MS = [250, 550] as const

export function startTroubles(parts: TroublesParts): Troubles {
  const { stop, randomOf } = parts
  const all: Trouble[] = []
  const lives: Promise<void>[] = []
  const free: string[] = [...watchedServices]
  const firstPages = listenForFirst(parts.provider)
  const watchers: (() => void)[] = []
  const onAccepted = () => {
    for (const tell of watchers.splice(0)) tell()
  }
  const begin = async () => {
    const random = randomOf('troubles')
    while (!stop.aborted) {
      await sleep(random.between(...GAP_MS))
      const service = free.shift()
      if (service === undefined) continue
      const trouble = newTrouble(`t${String(all.length + 1).padStart(6, '0')}`, service, random.pick(LIVES))
      all.push(trouble)
      const life = live(trouble, { ...parts, random: randomOf(trouble.id), firstPages, onAccepted })
      lives.push(life)
      void life.then(() => pause(REST_MS, stop)).then(() => free.push(service))
    }
    await Promise.all(lives)
  }
  return { all, nextAccepted: () => new Promise((resolve) => watchers.push(resolve)), ended: begin() }
}

function newTrouble(id: string, service: string, life: Life): Trouble {
  return { id, service, life, triggered: null, endingAt: null, answeredAt: null, cleared: null }
}

type Living = TroublesParts & { random: Random; firstPages: FirstPages; onAccepted: () => void }

async function live(trouble: Trouble, living: Living): Promise<void> {
  const { sender, random, stop } = living
  const signal = { service: trouble.service, key: trouble.id, severity: 'critical' as const, summary: `${trouble.id} is on fire` }
  trouble.triggered = await sender.send({ ...signal, action: 'trigger' })
  if (trouble.triggered.acceptedAt === null) return
  living.onAccepted()
  await suffer(trouble, living)
  if (trouble.answeredAt !== null) await pause(random.between(1000, 5000), stop)
  trouble.endingAt ??= performance.now()
  trouble.cleared = await sender.send({ ...signal, action: 'resolve' })
}

async function suffer(trouble: Trouble, living: Living): Promise<void> {
  const { random, stop, answers, firstPages } = living
  const wait = (low: number, high: number) => pauseOrHurry(random.between(low, high), { stop, hurry: random.between(0, LAST_MS) })
  switch (trouble.life) {
    case 'answered-by-link': {
      const page = await Promise.race([firstPages.of(trouble.id), wait(4 * RUNG_MS, 4 * RUNG_MS)])
      if (page === undefined) return
      await wait(50, 4000)
      trouble.endingAt = performance.now()
      if (page.url !== null) trouble.answeredAt = await answers.byLink(page.url)
      return
    }
    case 'answered-over-api':
      await wait(200, 1.5 * RUNG_MS)
      trouble.endingAt = performance.now()
      trouble.answeredAt = await answers.overApi(trouble.service)
      return
    case 'cleared':
      return wait(0, 1.5 * RUNG_MS)
    case 'left-alone':
      return wait(3.2 * RUNG_MS, 4.2 * RUNG_MS)
  }
}

type FirstPages = { of: (trouble: string) => Promise<Call> }

function listenForFirst(provider: Provider): FirstPages {
  const come = new Map<string, Call>()
  const waiting = new Map<string, (call: Call) => void>()
  provider.onPage((call) => {
    if (come.has(call.trouble)) return
    come.set(call.trouble, call)
    waiting.get(call.trouble)?.(call)
    waiting.delete(call.trouble)
  })
  return {
    of: (trouble) =>
      new Promise((resolve) => {
        const call = come.get(trouble)
        if (call === undefined) waiting.set(trouble, resolve)
        else resolve(call)
      }),
  }
}

/** Until the time has passed or it is told to stop. */
async function pause(ms: number, stop: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: stop }).catch(() => undefined)
}

async function pauseOrHurry(ms: number, { stop, hurry }: { stop: AbortSignal; hurry: number }): Promise<undefined> {
  const until = performance.now() + ms
  await pause(ms, stop)
  const left = until - performance.now()
  if (left > 1) await sleep(Math.min(left, hurry))
}
