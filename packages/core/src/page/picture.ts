// A page's ladder drawn in time: the rungs it has stood on, told by the log; the one it stands on; and those to come, told by the rules.
import { MINUTE, type Instant, type UserId } from '../vocabulary.ts'
import { rostersOf, type Directory } from './directory.ts'
import { foresee, type Foreseen } from './foresee.ts'
import type { Call, Page, WhyEmpty } from './page.ts'
import type { Target } from './policy.ts'
import { peopleBehind, type Roster } from './roster.ts'

/** What the log says of one page, oldest first. */
export type Trail = readonly { at: Instant; type: string; body: Readonly<Record<string, unknown>> }[]

export type Seat = {
  userId: UserId
  state: Call['state'] | 'no-answer' | 'not-needed' | 'to-be-called'
  /** How the rung came to name this person; null when it no longer tells. */
  reason: string | null
}

export type RungPicture = {
  kind: 'rung' | 'catch-all'
  climb: number
  /** Null for the catch-all, which stands after all passes. */
  pass: number | null
  /** From 0; null for the catch-all. */
  rung: number | null
  /** When it was or will be woken; null when it will not be. */
  at: Instant | null
  state: 'passed' | 'current' | 'coming' | 'stopped'
  delayMinutes: number | null
  require: 'any' | 'all'
  people: Seat[]
  /** Why nobody was, or will be, called here; null when somebody is. */
  empty: WhyEmpty | null
}

export type Drawing = { trail: Trail; directory: Directory; now: Instant }

/** A ladder that starts again every half hour all day long would bury the rung it stands on; the log has the rest. */
const MOST_PAST = 40

/** What every part of the drawing looks at. */
type Easel = { page: Page; trail: Trail; directory: Directory; now: Instant; rosterAt: (at: Instant) => Roster }

export function ladderPicture(page: Page, { trail, directory, now }: Drawing): RungPicture[] {
  const easel: Easel = { page, trail, directory, now, rosterAt: rostersOf(directory) }
  const stood = stoodOn(easel)
  const current = standing(page) ? stood.findLast((one) => one.people.length > 0) : undefined
  const past = stood.map((one) => (one === current ? present(page, one) : { ...one, people: one.people.map(unanswered) }))
  const coming = foresee(page, { now, rosterAt: easel.rosterAt })
  return [...past.slice(-MOST_PAST), ...stopped(easel), ...coming.map((one) => toCome(easel, one))]
}

const standing = (page: Page): boolean => page.state !== 'ended' && page.state !== 'waiting'

function stoodOn(easel: Easel): RungPicture[] {
  const { trail } = easel
  // Of an earlier ladder only what happened on it is known, not what it said.
  const changed = trail.findLastIndex(({ type }) => type === 'page.policy-changed')
  const found: RungPicture[] = []
  for (const [index, line] of trail.entries()) {
    const drawn = drawnFrom(easel, line, index > changed)
    if (drawn === null) answer(found, line)
    else found.push(drawn)
  }
  return found
}

function drawnFrom({ page, directory, rosterAt }: Easel, { at, type, body }: Trail[number], isPresentPolicy: boolean): RungPicture | null {
  const people = peopleIn(body)
  const seated = (targets: readonly Target[]) => seats(people, 'paging', { targets, directory, roster: rosterAt(at) })
  const common = { climb: Number(body['climb']), at, state: 'passed' as const }
  if (type === 'page.unowned') return { ...common, ...LAST_RESORT, people: seated(directory.catchAll), empty: emptyIf(people) }
  if (type !== 'page.rung-entered' && type !== 'page.rung-empty') return null
  const rung = Number(body['rung'])
  const of = isPresentPolicy ? page.policy.rungs[rung] : undefined
  const given = typeof body['nextAt'] === 'number' ? (body['nextAt'] - at) / MINUTE : null
  const why = WHY_EMPTY.find((one) => one === body['why']) ?? 'no-one-on-call'
  return {
    ...common,
    kind: 'rung',
    pass: Number(body['pass']),
    rung,
    delayMinutes: given ?? of?.delayMinutes ?? null,
    require: of?.require ?? 'any',
    people: seated(of?.targets ?? []),
    empty: type === 'page.rung-empty' ? why : null,
  }
}

const WHY_EMPTY: readonly WhyEmpty[] = ['no-one-on-call', 'no-contact-method', 'called-away']
const LAST_RESORT = { kind: 'catch-all', pass: null, rung: null, delayMinutes: null, require: 'any' } as const
const emptyIf = (people: readonly UserId[]) => (people.length === 0 ? ('no-one-on-call' as const) : null)

/** An answer counts where its person was called last: whoever is late answers on an earlier rung than the one stood on. */
function answer(found: RungPicture[], { type, body }: Trail[number]): void {
  const who = body['userId'] ?? idOf(body['by'])
  const state = endings[type]
  const theirs = found.findLast((one) => one.people.some((seat) => seat.userId === who))
  const mark = (one: RungPicture, of: (seat: Seat) => Seat) => {
    one.people = one.people.map((seat) => (seat.state === 'paging' ? of(seat) : seat))
  }
  if (theirs !== undefined && state !== undefined) mark(theirs, (seat) => (seat.userId === who ? { ...seat, state } : seat))
  const last = found.at(-1)
  if (last !== undefined && ends.has(type)) mark(last, (seat) => ({ ...seat, state: 'not-needed' }))
}

const ends = new Set(['page.acknowledged', 'page.snoozed', 'page.ended'])
const endings: Readonly<Record<string, Seat['state']>> = {
  'page.acknowledged': 'acknowledged',
  'page.partly-acknowledged': 'acknowledged',
  'page.declined': 'declined',
  'page.undeliverable': 'undeliverable',
  'page.person-removed': 'removed',
}

const unanswered = (seat: Seat): Seat => (seat.state === 'paging' ? { ...seat, state: 'no-answer' } : seat)

/** The page knows best how those it is calling stand. */
function present(page: Page, one: RungPicture): RungPicture {
  const isOpen = page.state === 'climbing' || page.state === 'exhausted'
  const people = one.people.map((seat) => {
    const state = page.calls.find((call) => call.userId === seat.userId)?.state ?? seat.state
    return { ...seat, state: state === 'paging' && !isOpen ? ('not-needed' as const) : state }
  })
  return { ...one, state: 'current', people }
}

/** The rungs an answer, a snooze or the end has spared: the rest of the pass. */
function stopped({ page, directory, now, rosterAt }: Easel): RungPicture[] {
  if (page.state !== 'acknowledged' && page.state !== 'snoozed' && page.state !== 'ended') return []
  // An unowned or exhausted ladder had no rung left to spare.
  const from = page.pass === 0 ? 0 : page.rung + 1
  const roster = rosterAt(now)
  return page.policy.rungs.slice(from).map((rung, index) => ({
    kind: 'rung',
    climb: Math.max(1, page.climb),
    pass: Math.max(1, page.pass),
    rung: from + index,
    at: null,
    state: 'stopped',
    delayMinutes: rung.delayMinutes,
    require: rung.require,
    people: seats(peopleBehind(roster, rung.targets), 'not-needed', { targets: rung.targets, directory, roster }),
    empty: null,
  }))
}

function toCome({ page, directory, rosterAt }: Easel, one: Foreseen): RungPicture {
  const of = one.kind === 'rung' ? page.policy.rungs[one.rung] : undefined
  const targets = one.kind === 'rung' ? (of?.targets ?? []) : directory.catchAll
  return {
    kind: one.kind,
    climb: one.climb,
    pass: one.kind === 'rung' ? one.pass : null,
    rung: one.kind === 'rung' ? one.rung : null,
    at: one.at,
    state: 'coming',
    delayMinutes: of?.delayMinutes ?? null,
    require: of?.require ?? 'any',
    people: seats(one.people, 'to-be-called', { targets, directory, roster: rosterAt(one.at) }),
    empty: one.kind === 'rung' ? one.why : emptyIf(one.people),
  }
}

type Naming = { targets: readonly Target[]; directory: Directory; roster: Roster }

function seats(people: readonly UserId[], state: Seat['state'], { targets, directory, roster }: Naming): Seat[] {
  return people.map((userId) => {
    const target = targets.find((one) => roster.people(one).includes(userId))
    return { userId, state, reason: target === undefined ? null : reasonOf(target, directory) }
  })
}

function reasonOf(target: Target, directory: Directory): string {
  if (target.type === 'person') return 'named on the ladder'
  return `on call for ${directory.schedules.get(target.scheduleId)?.name ?? 'a schedule that was removed'}`
}

function peopleIn(body: Trail[number]['body']): UserId[] {
  const people = body['people']
  return Array.isArray(people) ? people.filter((one): one is UserId => typeof one === 'string') : []
}

function idOf(actor: unknown): unknown {
  return typeof actor === 'object' && actor !== null && 'id' in actor ? actor.id : null
}
