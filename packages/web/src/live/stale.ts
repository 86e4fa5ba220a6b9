// What the server says has changed is read anew: first what somebody wrote, then everything that follows from it.
import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'
import { createGathering, REST_FACTOR } from './gathering.ts'

/** A kind of thing that changed, and over how long those who hear of it are to spread. `resync`: something may have been missed, everything is stale. */
export type Said = { kind: 'incident' | 'alerts' | 'config' | 'silences' | 'account' | 'resync'; spreadMs?: number }

const STALE: Record<Said['kind'], readonly string[]> = {
  incident: ['incidents', 'alerts'],
  alerts: ['alerts'],
  config: ['config', 'incidents', 'alerts'],
  silences: ['silences', 'alerts'],
  account: ['account'],
  resync: ['incidents', 'alerts', 'config', 'silences', 'account'],
}

export function isSaid(said: unknown): said is Said {
  return said !== null && typeof said === 'object' && 'kind' in said && typeof said.kind === 'string' && said.kind in STALE
}

export function createStale(org: string, queries: QueryClient): (said: Said) => void {
  const log = createGathering(REST_FACTOR.log, (what, again) => anew(what, { isWanted: isLog, again }))
  const others = createGathering(REST_FACTOR.others, (what, again) => anew(what, { isWanted: (query) => !isLog(query), again }))

  type Reading = { isWanted: (query: Query) => boolean; again: (shown: string) => void }
  const anew = (what: readonly string[], { isWanted: predicate, again }: Reading) =>
    Promise.all(
      what.map(async (shown) => {
        const asked = keysOf(org, shown).map((queryKey) => ({ queryKey, predicate }))
        // What is being read already may have been answered before what was said now: it is let finish, and read once more.
        if (asked.some((filters) => queries.isFetching(filters) > 0)) again(shown)
        await Promise.all(asked.map((filters) => queries.invalidateQueries(filters, { cancelRefetch: false })))
      }),
    )

  return ({ kind, spreadMs }) => {
    const what = STALE[kind]
    // Two hundred screens ask for the same few words: they do not wait for each other's drafts, receipts and ladders.
    if (what.includes('incidents')) log(['incidents'])
    others(what, spreadMs)
  }
}

/** What people write in an incident is on its log. */
const isLog = ({ queryKey: [, shown, , part] }: Query): boolean => shown === 'incidents' && part === 'log'

/** Who is signed in concerns no organisation. */
const keysOf = (org: string, shown: string): QueryKey[] =>
  shown === 'account'
    ? [
        [org, shown],
        ['', shown],
      ]
    : [[org, shown]]
