// What a page will do if nobody answers: the rules themselves, asked ahead of time at each moment the page's timer will fire.
import type { Instant, UserId } from '../vocabulary.ts'
import { decide } from './decide.ts'
import { timerOf, type PageTimer } from './open.ts'
import type { Page, PageEvent } from './page.ts'
import type { Roster } from './roster.ts'

type Empty = Extract<PageEvent, { type: 'page.rung-empty' }>['why']

export type Foreseen = { at: Instant; climb: number } & (
  | { kind: 'rung'; pass: number; rung: number; people: UserId[]; why: Empty | null }
  | { kind: 'catch-all'; people: UserId[] }
)

export type Ahead = { now: Instant; rosterAt: (at: Instant) => Roster; most?: number }

/** More firings than the longest ladder has, ten passes over twenty rungs. */
const MOST_FIRINGS = 250

/** Every rung to come and the catch-all at the end, in time. `most` is how many firings of the timer to look ahead. */
export function foresee(page: Page, { now, rosterAt, most = MOST_FIRINGS }: Ahead): Foreseen[] {
  const found: Foreseen[] = []
  let then = page
  for (let fired = 0; fired < most; fired += 1) {
    const timer = timerOf(then)
    if (timer === null) break
    // One that is overdue fires as soon as the engine gets to it.
    const at = Math.max(timer.dueAt, now)
    const decision = decide(then, { type: timer.kind, epoch: timer.epoch }, { now: at, roster: rosterAt(at) })
    if (!decision.ok) break
    found.push(...decision.events.flatMap(foreseenIn))
    then = decision.page
  }
  return found
}

export type Next = { at: Instant; people: UserId[]; because: PageTimer['kind']; isLastResort: boolean }

/** Who is woken next by itself, and when; without people, nobody is left to be woken. Null when nothing comes by itself. */
export function nextOf(page: Page, ahead: Omit<Ahead, 'most'>): Next | null {
  const timer = timerOf(page)
  if (timer === null) return null
  const woken = foresee(page, { ...ahead, most: 1 }).find((one) => one.people.length > 0)
  const at = Math.max(timer.dueAt, ahead.now)
  return { at, people: woken?.people ?? [], because: timer.kind, isLastResort: woken?.kind === 'catch-all' }
}

function foreseenIn(event: PageEvent): Foreseen[] {
  const { at } = event
  if (event.type === 'page.unowned') return [{ kind: 'catch-all', at, climb: event.climb, people: event.people }]
  if (event.type !== 'page.rung-entered' && event.type !== 'page.rung-empty') return []
  const { climb, pass, rung } = event
  const isEmpty = event.type === 'page.rung-empty'
  return [{ kind: 'rung', at, climb, pass, rung, people: isEmpty ? [] : event.people, why: isEmpty ? event.why : null }]
}
