// A moment on screen: "04:12 · 3 min ago", and in the other zones that matter when pointed at.
import { Tooltip } from '@mantine/core'
import { useState, type PointerEvent } from 'react'
import { useClock, useNow } from './clock.ts'
import { clockTime, duration, localZone, relative } from './times.ts'

type Props = { at: string | number; zones?: readonly string[]; only?: 'clock' | 'relative'; seconds?: boolean }

/** A finger covers what it points at: it is read after it is lifted. */
const READ_MS = 4000

export function Time({ at, zones = [], only, seconds = false }: Props) {
  const instant = typeof at === 'number' ? at : Date.parse(at)
  const words = useClock((now) => wordsOf(instant, { now, only, seconds }))
  const [isPointed, setPointed] = useState(false)
  const leave = ({ pointerType }: PointerEvent) => {
    if (pointerType === 'touch') setTimeout(() => setPointed(false), READ_MS)
    else setPointed(false)
  }
  const time = (
    <time dateTime={new Date(instant).toISOString()} onPointerEnter={() => setPointed(true)} onPointerLeave={leave}>
      {words}
    </time>
  )
  // A long log has hundreds of times on screen: what stands beside them is made for the one that is pointed at.
  return isPointed ? (
    <Tooltip opened label={<Others instant={instant} zones={zones} />} style={{ whiteSpace: 'pre-line' }}>
      {time}
    </Tooltip>
  ) : (
    time
  )
}

function wordsOf(instant: number, { now, only, seconds }: { now: number; only: Props['only']; seconds: boolean }): string {
  const clock = () => clockTime(instant, { now, seconds })
  if (only === 'relative') return relative(instant, now)
  return only === 'clock' ? clock() : `${clock()} · ${relative(instant, now)}`
}

function Others({ instant, zones }: { instant: number; zones: readonly string[] }) {
  const now = useNow()
  const others = [...new Set([localZone(), ...zones, 'UTC'])]
  return others.map((timeZone) => `${clockTime(instant, { now, timeZone, seconds: true })} ${timeZone}`).join('\n')
}

/** Counts up from a moment that has been, down to one that comes. */
export function Counting({ to, from, until }: { to?: string | null; from?: string; until?: string | null }) {
  const isDown = to !== undefined && to !== null
  const words = useClock((now) =>
    duration(isDown ? Date.parse(to) - now : (until ? Date.parse(until) : now) - (from === undefined ? now : Date.parse(from))),
  )
  return isDown ? <span role="timer">{words}</span> : <span>{words}</span>
}
