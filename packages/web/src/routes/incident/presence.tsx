// Who else has it open, and who has read how far: so that nobody asks the room whether somebody has seen it.
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Api } from '../../api/client.ts'
import { apiOf } from '../../api/client.ts'
import { useOrg } from '../../api/use-api.ts'
import { Time } from '../../ui/time.tsx'
import classes from './incident.module.css'
import type { IncidentView } from './view.ts'

type Presence = Awaited<ReturnType<Api['incidents']['here']>>
type Reader = Presence['readers'][number]

const AGAIN_MS = 30_000

/** What was written while somebody was away: after the one, up to the other. */
export type Missed = { after: number; upTo: number }

/** Told anew while somebody looks; a tab in the background is nobody. */
export function usePresence({ id, number }: IncidentView, last: number): { readers: readonly Reader[]; missed: Missed | null } {
  const org = useOrg()
  const missed = useRef<Missed | null>(null)
  const { data } = useQuery({
    queryKey: [org, 'presence', String(number)],
    queryFn: async () => {
      const presence = await apiOf(org).incidents.here({ id, seq: last })
      // Where somebody had read to when they came, not when they last said so; who never looked has missed nothing.
      missed.current ??= { after: presence.before === 0 ? last : presence.before, upTo: last }
      return presence
    },
    enabled: last > 0,
    refetchInterval: AGAIN_MS,
    refetchIntervalInBackground: false,
    gcTime: 0,
  })
  return { readers: data?.readers ?? [], missed: missed.current }
}

/** So many are named before the rest is a number. */
const NAMED = 3

export function Presence({ readers, last }: { readers: readonly Reader[]; last: number }) {
  const others = readers.filter(({ isMe }) => !isMe)
  if (others.length === 0) return null
  const here = others.filter(({ isHere }) => isHere)
  return (
    <details className={classes['presence']}>
      <summary>{here.length === 0 ? 'Nobody else has it open' : `Also here: ${named(here)}`}</summary>
      <ul aria-label="Who has read how far">
        {others.map((one) => (
          <li key={`${one.name} ${one.at}`}>
            {one.name}{' '}
            <span className="muted">
              {one.seq >= last ? 'has read all of it' : `has not read the last ${last - one.seq}`}
              {!one.isHere && (
                <>
                  , last here <Time at={one.at} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function named(readers: readonly Reader[]): string {
  const names = readers.slice(0, NAMED).map(({ name }) => name)
  return readers.length > NAMED ? `${names.join(', ')} and ${readers.length - NAMED} more` : names.join(', ')
}
