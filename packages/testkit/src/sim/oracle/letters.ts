// Every call that was planned, and where it stands: the onlooker's own outbox.
import type { ContactId, IncidentId, Instant, PageId, UserId } from '@muster/core/vocabulary.ts'
import type { Planned, Trouble } from '../record.ts'
import type { Book } from './book.ts'
import { Broken } from './broken.ts'
import type { Bound } from './troubles.ts'

export type Letter = {
  key: string
  kind: Planned['kind']
  incidentId: IncidentId
  pageId: PageId | null
  userId: UserId
  contactId: ContactId
  first: boolean
  text: string | null
  state: 'waiting' | 'in-hand' | 'bundled' | 'accepted' | 'failed' | 'cancelled'
  /** Not before this; for one in hand, when its lease runs out. */
  dueAt: Instant
  attempt: number
  by: string | null
  into: string | null
  /** By try: when it was looked at, and how many travelled with it then. */
  looks: Map<number, { at: Instant; travelling: number }>
  cancelledAt: Instant | null
  why: string | null
}

export type Post = {
  book: Book
  bound: Bound
  troubles: readonly Trouble[]
  letters: Map<string, Letter>
  /** Those that are not over. */
  live: Set<Letter>
}

export function emptyPost(of: Pick<Post, 'book' | 'bound' | 'troubles'>): Post {
  return { ...of, letters: new Map(), live: new Set() }
}

export function letterOf({ letters }: Post, key: string): Letter {
  const one = letters.get(key)
  if (one === undefined) throw new Broken('only what was planned is done', 0, `nobody planned ${key}`)
  return one
}

export function travellersOf({ live }: Post, key: string): Letter[] {
  return [...live].filter((one) => one.state === 'bundled' && one.into === key)
}

export function endLetter({ live }: Post, one: Letter, state: 'accepted' | 'failed' | 'cancelled'): void {
  one.state = state
  live.delete(one)
}

export function addLetter({ letters, live }: Post, row: Planned, first: boolean): void {
  const { key, kind, incidentId, pageId, userId, contactId, dueAt, text } = row
  const fresh = { state: 'waiting', attempt: 0, by: null, into: null, cancelledAt: null, why: null } as const
  const one: Letter = { key, kind, incidentId, pageId, userId, contactId, first, text, dueAt, looks: new Map(), ...fresh }
  letters.set(key, one)
  live.add(one)
}
