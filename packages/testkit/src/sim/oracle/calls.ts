// Follows every call from hand to hand: nobody early, nobody late, nobody after an answer, and whoever was rung too late is told.
import type { Call, Cause, Commit, Entry } from '../record.ts'
import type { PageId, UserId } from '@muster/core/vocabulary.ts'
import { SECOND } from '@muster/core/vocabulary.ts'
import { caseOf, serviceOf } from './book.ts'
import { promise, told } from './broken.ts'
import { endLetter, letterOf, travellersOf, type Letter, type Post } from './letters.ts'
import { cut, shortWords, titleWords } from './words.ts'

type Finished = Extract<Cause, { type: 'finished' }>

const LEASE = 8 * SECOND
/** No call starts later than this after an answer commits. */
const GRACE = 250
const waits = [1, 2, 5, 10, 20, 30]

export function readClaim(post: Post, entry: Extract<Entry, { type: 'claimed' }>): void {
  for (const { key, into } of entry.bundled) Object.assign(letterOf(post, key), { state: 'bundled', into })
  for (const { key, until } of entry.heldBack) letterOf(post, key).dueAt = until
  let firstsOver = false
  for (const key of entry.keys) {
    const one = letterOf(post, key)
    promise(one.state === 'waiting' || one.state === 'in-hand', 'only what waits is taken in hand', entry, () => `${key} is ${one.state}`)
    promise(one.dueAt <= entry.at, 'nothing is early', entry, () => `${key} was taken in hand, due at ${one.dueAt}`)
    const latest = post.bound(one.dueAt)
    promise(
      entry.at <= latest,
      'what is due happens in time',
      entry,
      () => `${key} was due at ${one.dueAt}, and may be late until ${latest}`,
    )
    promise(!(one.first && firstsOver), 'the first page of an incident goes before its hundredth', entry, () => told(entry.keys))
    firstsOver ||= !one.first
    Object.assign(one, { state: 'in-hand', dueAt: entry.at + LEASE, attempt: one.attempt + 1, by: entry.by })
  }
}

export function readLook(post: Post, entry: Extract<Entry, { type: 'looked' }>): void {
  const one = letterOf(post, entry.key)
  const wanted = one.state === 'in-hand' && one.by === entry.by && one.attempt === entry.attempt
  promise(wanted === entry.wanted, 'what is no longer wanted is not called', entry, () => `${entry.key} is ${one.state}`)
  if (!wanted) return
  one.looks.set(entry.attempt, { at: entry.at, travelling: travellersOf(post, entry.key).length })
  one.dueAt = entry.at + LEASE
}

export function readCall(post: Post, call: Call): void {
  const one = letterOf(post, call.key)
  promise(one.contactId === call.contactId && one.kind === call.kind, 'a key means one thing', call, () => told(call))
  const look = one.looks.get(call.attempt)
  const inHand = look !== undefined && (one.cancelledAt === null || look.at <= one.cancelledAt)
  const prompt = one.cancelledAt === null || call.at - one.cancelledAt <= GRACE || slept(post, call)
  const what = 'nobody is called after an answer, but for the call already in hand'
  promise(inHand && prompt, what, call, () => `${call.key} was taken back at ${one.cancelledAt}`)
  readWords(post, { one, call, travelling: look?.travelling ?? 0 })
}

/** The caller fell asleep between its look and its call, or the clock stepped: neither can be promised away. */
function slept({ troubles }: Post, { at, by }: Call): boolean {
  const near = troubles.filter((trouble) => trouble.at <= at && at - GRACE <= trouble.until)
  return near.some(({ what, who }) => what === 'jump' || (what === 'pause' && who === by))
}

function readWords({ book }: Post, { one, call, travelling }: { one: Letter; call: Call; travelling: number }): void {
  const { severity, title, openedAt, alertCount, serviceId } = caseOf(book, one.incidentId)
  const service = serviceOf(book, serviceId).name
  const full = travelling > 0 ? `${title} (and ${travelling} more incident${travelling > 1 ? 's' : ''})` : title
  const timeZone = book.org.people.find((person) => person.id === one.userId)?.timeZone ?? 'UTC'
  const page = {
    short: shortWords({ severity, title: full, service, openedAt, alertCount, timeZone, attempt: call.attempt }),
    title: titleWords({ severity, title: full, service }),
  }
  const others = travelling > 0 ? ` (and so for ${travelling} more incident${travelling > 1 ? 's' : ''} of this service)` : ''
  const notice = cut(`${one.text ?? ''}${others}. ${titleWords({ severity, title, service })}`, 160)
  const must = one.kind === 'page' ? page : { short: notice, title: notice }
  const right = call.short === must.short && call.title === must.title && must.short.length <= 160
  promise(right, 'the words say what, where, how bad, since when', call, () => `${told([call.short, call.title])}, not ${told(must)}`)
}

export type Lost = { pageId: PageId; userId: UserId; place: string }

/** Whom nobody can reach any more on the rung they were called on, if it comes to that. */
export function readEnd(post: Post, commit: Commit, { key, attempt, answer, carried, hastened, ignored }: Finished): Lost | null {
  const one = letterOf(post, key)
  promise(ignored === (one.attempt !== attempt), 'only the last to hold a call says how it ended', commit, () => key)
  if (ignored) return null
  const wanted = one.state !== 'cancelled'
  if (answer.type === 'retry') {
    if (one.kind === 'notice' && attempt >= 10) {
      endLetter(post, one, 'failed')
      return null
    }
    const wait = answer.afterMs ?? (waits[Math.min(attempt, waits.length) - 1] ?? 30) * SECOND
    if (wanted) Object.assign(one, { state: 'waiting', dueAt: commit.at + wait })
    return null
  }
  const state = answer.type === 'delivered' ? 'accepted' : 'failed'
  for (const other of carried) {
    if (state === 'accepted') endLetter(post, letterOf(post, other), state)
    // What travelled with a call that failed goes on by itself, as a repeat.
    else Object.assign(letterOf(post, other), { state: 'waiting', into: null, attempt: 1, dueAt: commit.at })
  }
  if (wanted) endLetter(post, one, state)
  if (state === 'accepted') {
    if (!wanted && one.kind === 'page') rungTooLate(post, commit, one)
    return null
  }
  for (const other of hastened) letterOf(post, other).dueAt = Math.min(letterOf(post, other).dueAt, commit.at)
  return wanted ? lostWith(post, one) : null
}

/** The call was on its way when the answer came: they hear of it. */
function rungTooLate({ book, letters }: Post, commit: Commit, one: Letter): void {
  const notice = commit.planned.find((row) => row.key === `${one.key}:answered`)
  const climb = one.pageId === null ? undefined : book.climbs.get(one.pageId)
  const by = one.why === 'acknowledged' && climb?.mood === 'answered' && climb.by?.type === 'user' ? climb.by.name : null
  const must = by === null ? `No longer needed (${one.why ?? ''})` : `Answered by ${by}`
  const known = letters.has(`${one.key}:answered`)
  promise(known || notice?.text === must, 'whoever was rung too late is told so', commit, () => `${told(notice)}, not "${must}"`)
}

function lostWith({ letters }: Post, one: Letter): Lost | null {
  const [page = '', place = ''] = one.key.split(':')
  const isWay = (way: Letter) => way.kind === 'page' && way.userId === one.userId && way.key.startsWith(`${page}:${place}:`)
  const another = [...letters.values()].some((way) => isWay(way) && way.state !== 'failed' && way.state !== 'cancelled')
  return another || one.pageId === null || place.endsWith('catch-all') ? null : { pageId: one.pageId, userId: one.userId, place }
}
