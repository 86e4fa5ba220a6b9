// What a transaction planned and took back: exactly the right people, each way once, in its time, and under a key of its own.
import type { Instant } from '@muster/core/vocabulary.ts'
import type { Commit, Planned } from '../record.ts'
import { promise, same, told } from './broken.ts'
import type { Expected, Row } from './climb.ts'
import { addLetter, endLetter, travellersOf, type Post } from './letters.ts'

const rightPeople = 'exactly the right people are called, each way once, in its time'
const rightStops = 'an answer takes back every call it must, and no other'
const nobodyForgotten = 'nobody who has to be called is forgotten'

export function readPlans(post: Post, commit: Commit, out: Expected): void {
  takeBack(post, commit, out)
  const pages = byPage(commit.planned.filter((row) => row.kind === 'page'))
  const rows = byPage(out.rows)
  for (const [index, row] of pages.entries()) {
    const must = rows[index]
    promise(isPlan(row, must), rightPeople, commit, () => `planned is ${told(row)}, and must be ${told(must)}`)
    add(post, commit, row, must?.first === true)
  }
  promise(pages.length === rows.length, rightPeople, commit, () => `not planned is ${told(rows[pages.length])}`)
  for (const row of commit.planned) if (row.kind === 'notice') add(post, commit, row, false)
}

function add(post: Post, commit: Commit, row: Planned, first: boolean): void {
  promise(!post.letters.has(row.key), 'no key is made twice', commit, () => row.key)
  addLetter(post, row, first)
}

function takeBack(post: Post, commit: Commit, out: Expected): void {
  const asked = () => `after ${told(commit.cause)}: ${told(commit.stops)}, and not ${told(out.stops)}`
  promise(same(inOrder(commit.stops), inOrder(out.stops)), rightStops, commit, asked)
  const must: string[] = []
  for (const one of post.live) {
    const stop = out.stops.find(({ pageId, userId }) => pageId === one.pageId && (userId === null || userId === one.userId))
    if (stop === undefined) continue
    const { why } = stop
    must.push(`${one.key} ${why}`)
    const overdue = one.state !== 'bundled' && commit.at > post.bound(one.dueAt)
    promise(!overdue, nobodyForgotten, commit, () => `${one.key} was due at ${one.dueAt}`)
    endLetter(post, one, 'cancelled')
    Object.assign(one, { cancelledAt: commit.at, why })
    for (const other of travellersOf(post, one.key)) Object.assign(other, { state: 'waiting', into: null, dueAt: commit.at })
  }
  const is = commit.cancelled.map(({ key, why }) => `${key} ${why}`)
  promise(same(is.toSorted(), must.toSorted()), rightStops, commit, () => `after ${told(commit.cause)}: ${told(is)}, and not ${told(must)}`)
}

const inOrder = (stops: Commit['stops']): string[] =>
  stops.map(({ pageId, userId, why }) => `${pageId} ${userId ?? 'everybody'} ${why}`).toSorted()

/** Of several incidents in one transaction, any may be written first. */
function byPage<R extends { pageId: string | null }>(rows: readonly R[]): R[] {
  const order = (row: R) => row.pageId ?? ''
  return rows.toSorted((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0))
}

export function isPlan(row: Planned, must: Row | undefined): boolean {
  if (must === undefined) return false
  const { key, pageId, userId, contactId, channel, dueAt, priority } = row
  const where = key === must.key && pageId === must.pageId && contactId === must.contactId && channel === must.channel
  return where && userId === must.userId && dueAt === must.dueAt && priority === (must.first ? 0 : 1)
}

export function readRest(post: Post, at: Instant): void {
  for (const one of post.live) promise(false, nobodyForgotten, { at }, () => `${one.key} is still ${one.state}`)
}
