// Lanes of bars over days: who or what holds which stretch of time. On a phone each week is a strip of its own.
import { useMediaQuery } from '@mantine/hooks'
import { useRef, useState, type ReactNode } from 'react'
import { useNow } from './clock.ts'
import { clockTime } from './times.ts'
import classes from './timeline.module.css'
import { clockChanges, daysOf, weekdayOf } from './zoned.ts'

export type Bar = {
  key: string
  from: number
  to: number
  text: string
  /** It has no end that is known. */
  goesOn?: boolean
  kind: 'main' | 'mine' | 'quiet' | 'stand-in' | 'empty'
  /** What pressing it does, in words; without it the bar only tells. */
  press?: { says: string; act: () => void }
}

export type Lane = {
  key: string
  name: ReactNode
  /** The name when it is not plain text. */
  label: string
  bars: readonly Bar[]
  /** A stretch of this lane was drawn with the pointer. */
  draw?: (from: number, to: number) => void
}

type Props = { from: number; to: number; timeZone: string; lanes: readonly Lane[]; label: string }
type Strip = { from: number; to: number }

const SNAP_MS = 3_600_000

export function Timeline({ from, to, timeZone, lanes, label }: Props) {
  const narrow = useMediaQuery('(max-width: 720px)', undefined, { getInitialValueInEffect: false }) ?? false
  const strips = narrow ? weeksOf(from, to, timeZone) : [{ from, to }]
  return (
    <div className={classes['timeline']} role="group" aria-label={label}>
      {strips.map((strip, index) => (
        <StripOf key={strip.from} strip={strip} timeZone={timeZone} lanes={lanes} first={index === 0} />
      ))}
    </div>
  )
}

function weeksOf(from: number, to: number, timeZone: string): Strip[] {
  const starts = daysOf(from, to, timeZone).filter((_, day) => day % 7 === 0)
  return starts.map(({ at }, week) => ({ from: Math.max(at, from), to: starts[week + 1]?.at ?? to }))
}

const placeOf = (at: number, { from, to }: Strip): string => `${((at - from) / (to - from)) * 100}%`

type StripProps = { strip: Strip; timeZone: string; lanes: readonly Lane[]; first: boolean }

function StripOf({ strip, timeZone, lanes, first }: StripProps) {
  return (
    <div className={classes['strip']}>
      <Head strip={strip} timeZone={timeZone} />
      {lanes.map((lane) => (
        <LaneOf key={lane.key} lane={first ? lane : { ...lane, name: lane.label }} strip={strip} timeZone={timeZone} />
      ))}
    </div>
  )
}

function Head({ strip, timeZone }: { strip: Strip; timeZone: string }) {
  const now = useNow()
  const days = daysOf(strip.from, strip.to, timeZone)
  const everyDay = days.length <= 15
  const word = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    ...(!everyDay && { month: 'short' }),
    timeZone: 'UTC',
  })
  return (
    <div className={classes['head']}>
      <div className={classes['scale']}>
        {days.map(({ date, at }) => (
          <span
            key={date}
            className={classes['day']}
            data-monday={weekdayOf(date) === 1 || undefined}
            style={{ left: placeOf(Math.max(at, strip.from), strip) }}
          >
            {(everyDay || weekdayOf(date) === 1) && word.format(new Date(`${date}T00:00Z`)).replace(',', '')}
          </span>
        ))}
        {now > strip.from && now < strip.to && (
          <span className={classes['now']} style={{ left: placeOf(now, strip) }}>
            now
          </span>
        )}
        {clockChanges(strip.from, strip.to, timeZone).map(({ at, byMinutes }) => (
          <span key={at} className={classes['change']} style={{ left: placeOf(at, strip) }}>
            clocks go {byMinutes > 0 ? 'forward' : 'back'} {Math.abs(byMinutes) === 60 ? '1 h' : `${Math.abs(byMinutes)} min`}
          </span>
        ))}
      </div>
    </div>
  )
}

function LaneOf({ lane, strip, timeZone }: { lane: Lane; strip: Strip; timeZone: string }) {
  const { drawn, handlers, justDrew } = useDrawing(strip, lane.draw)
  const now = useNow()
  const bars = lane.bars.filter((bar) => bar.to > strip.from && bar.from < strip.to).toSorted((a, b) => a.from - b.from)
  return (
    <div className={classes['lane']}>
      <div className={classes['name']}>{lane.name}</div>
      <ul className={classes['track']} aria-label={lane.label} data-drawable={lane.draw !== undefined || undefined} {...handlers}>
        {bars.map((bar) => (
          <li
            key={bar.key}
            className={classes['bar']}
            data-kind={bar.kind}
            data-cut={bar.from < strip.from || undefined}
            style={{
              left: placeOf(Math.max(bar.from, strip.from), strip),
              right: `calc(100% - ${placeOf(Math.min(bar.to, strip.to), strip)})`,
            }}
          >
            <BarWords bar={bar} timeZone={timeZone} justDrew={justDrew} />
          </li>
        ))}
        {now > strip.from && now < strip.to && <li aria-hidden="true" className={classes['line']} style={{ left: placeOf(now, strip) }} />}
        {drawn !== null && (
          <li
            aria-hidden="true"
            className={classes['drawn']}
            style={{ left: placeOf(drawn.from, strip), right: `calc(100% - ${placeOf(drawn.to, strip)})` }}
          />
        )}
      </ul>
    </div>
  )
}

function BarWords({ bar, timeZone, justDrew }: { bar: Bar; timeZone: string; justDrew: () => boolean }) {
  const now = useNow()
  const clock = (at: number) => clockTime(at, { now, timeZone })
  const until = bar.goesOn === true ? 'and on' : `to ${clock(bar.to)}`
  const times = `${clock(bar.from)} ${until}`
  const { press } = bar
  const title = `${bar.text}: ${times}`
  const words = (
    <>
      <span aria-hidden="true" className={classes['text']}>
        {bar.text}
      </span>
      <span aria-hidden="true" className={classes['until']}>
        {until}
      </span>
      <span className={classes['unseen']}>
        {title}
        {press !== undefined && `: ${press.says}`}
      </span>
    </>
  )
  if (press === undefined)
    return (
      <span className={classes['words']} title={title}>
        {words}
      </span>
    )
  return (
    <button type="button" className={classes['words']} title={title} onClick={() => !justDrew() && press.act()}>
      {words}
    </button>
  )
}

const LEAST_PX = 8

/** Drawing a stretch of time along a lane; a press without a move stays a press. */
function useDrawing(strip: Strip, draw: Lane['draw']) {
  const [drawn, setDrawn] = useState<Strip | null>(null)
  const start = useRef<{ x: number; at: number } | null>(null)
  const drewAt = useRef(-Infinity)
  const justDrew = () => performance.now() - drewAt.current < 100
  if (draw === undefined) return { drawn, handlers: {}, justDrew }
  const atX = (event: React.PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
    return strip.from + Math.round((share * (strip.to - strip.from)) / SNAP_MS) * SNAP_MS
  }
  const handlers = {
    onPointerDown: (event: React.PointerEvent<HTMLElement>) => {
      if (event.button === 0) start.current = { x: event.clientX, at: atX(event) }
    },
    onPointerMove: (event: React.PointerEvent<HTMLElement>) => {
      if (start.current === null || (drawn === null && Math.abs(event.clientX - start.current.x) < LEAST_PX)) return
      if (drawn === null) event.currentTarget.setPointerCapture(event.pointerId)
      const at = atX(event)
      setDrawn({ from: Math.min(at, start.current.at), to: Math.max(at, start.current.at) })
    },
    onPointerUp: () => {
      start.current = null
      if (drawn === null) return
      setDrawn(null)
      drewAt.current = performance.now()
      if (drawn.to > drawn.from) draw(drawn.from, drawn.to)
    },
    onPointerCancel: () => {
      start.current = null
      setDrawn(null)
    },
  }
  return { drawn, handlers, justDrew }
}
