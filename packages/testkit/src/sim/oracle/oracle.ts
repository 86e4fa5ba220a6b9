// Reads the record of a night and names the first promise it broke. It shares no rule with the product.
import type { Instant } from '@muster/core/vocabulary.ts'
import type { Entry, Night } from '../record.ts'
import { emptyBook, type Book } from './book.ts'
import { Broken, promise, told } from './broken.ts'
import { readCommit, type Reading } from './ledger.ts'
import { readCall, readClaim, readLook } from './calls.ts'
import { emptyPost, type Post } from './letters.ts'
import { readRest } from './plans.ts'
import { readPromises } from './promises.ts'
import { boundsOf } from './troubles.ts'

export type Violation = { promise: string; at: Instant; detail: string; entry: number }

export function judge({ entries, threw }: Night): Violation | null {
  const [first] = entries
  if (first?.type !== 'organisation') return { promise: 'a night has a beginning', at: 0, detail: threw ?? 'no organisation', entry: 0 }
  const book = emptyBook(first.org)
  const bound = boundsOf(entries, first.workers)
  const troubles = entries.filter((entry) => entry.type === 'trouble')
  const reading: Reading = { book, bound, post: emptyPost({ book, bound, troubles }) }
  let index = 0
  try {
    for (; index < entries.length; index += 1) read(reading, entries[index] ?? first)
    if (threw !== null) return { promise: 'no rule throws', at: entries.at(-1)?.at ?? 0, detail: threw, entry: entries.length }
    readPromises(entries)
    return null
  } catch (error) {
    if (error instanceof Broken) return { promise: error.promise, at: error.at, detail: error.message, entry: index }
    const detail = error instanceof Error ? error.message : String(error)
    return { promise: 'the record makes sense', at: entries[index]?.at ?? 0, detail, entry: index }
  }
}

function read(reading: Reading, entry: Entry): void {
  const { book, post } = reading
  switch (entry.type) {
    case 'accepted':
      book.sent.set(entry.sent.id, entry.sent)
      book.undecided.add(entry.sent.id)
      return
    case 'commit':
      return readCommit(reading, entry)
    case 'claimed':
      return readClaim(post, entry)
    case 'looked':
      return readLook(post, entry)
    case 'call':
      return readCall(post, entry)
    case 'over':
      return rested(book, post, entry)
    case 'organisation':
    case 'turned-away':
    case 'provider':
    case 'trouble':
  }
}

/** In the morning everything is answered, over, or says that nobody has it. */
function rested(book: Book, post: Post, entry: Extract<Entry, { type: 'over' }>): void {
  promise(book.undecided.size === 0, 'every accepted signal is decided exactly once', entry, () => told([...book.undecided]))
  for (const climb of book.climbs.values()) {
    const atRest = climb.mood === 'over' || climb.mood === 'spent' || (climb.mood === 'answered' && climb.due === null)
    promise(atRest, 'no page is left waiting for ever', entry, () => `${climb.id} is ${climb.mood}, due at ${climb.due}`)
  }
  const waiting = entry.waitingSignals + entry.waitingTimers.length + entry.waitingDeliveries.length
  promise(waiting === 0, 'nothing is left lying about', entry, () => told(entry))
  readRest(post, entry.at)
}
