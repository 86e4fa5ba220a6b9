// A moment on screen: "04:12 · 3 min ago", and in the other zones that matter when pointed at.
import { Tooltip } from '@mantine/core'
import { useNow } from './clock.ts'
import { clockTime, duration, localZone, relative } from './times.ts'

type Props = { at: string | number; zones?: readonly string[]; only?: 'clock' | 'relative'; seconds?: boolean }

export function Time({ at, zones = [], only, seconds = false }: Props) {
  const now = useNow()
  const instant = typeof at === 'number' ? at : Date.parse(at)
  const clock = clockTime(instant, { now, seconds })
  const ago = relative(instant, now)
  const others = [...new Set([localZone(), ...zones, 'UTC'])].map(
    (timeZone) => `${clockTime(instant, { now, timeZone, seconds: true })} ${timeZone}`,
  )
  return (
    <Tooltip label={others.join('\n')} style={{ whiteSpace: 'pre-line' }} events={{ hover: true, focus: true, touch: true }}>
      <time dateTime={new Date(instant).toISOString()}>{only === 'relative' ? ago : only === 'clock' ? clock : `${clock} · ${ago}`}</time>
    </Tooltip>
  )
}

/** Counts up from a moment that has been, down to one that comes. */
export function Counting({ to, from, until }: { to?: string | null; from?: string; until?: string | null }) {
  const now = useNow()
  if (to !== undefined && to !== null) return <span role="timer">{duration(Date.parse(to) - now)}</span>
  return <span>{duration((until ? Date.parse(until) : now) - Date.parse(from ?? new Date(now).toISOString()))}</span>
}
