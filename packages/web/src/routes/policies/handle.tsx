// The length of a rung as something to take hold of: dragged along the ladder, or changed with the arrow keys.
import { useRef } from 'react'
import type { RungDocument } from '../../parts/config.ts'
import { minutesWord } from './minutes.ts'
import classes from './policies.module.css'

const LEAST = 0.5
const MOST = 1440
/** Where the ladder stands upright, a minute is this long for the hand. */
const UPRIGHT_PX_PER_MINUTE = 8

type Props = { rung: RungDocument; number: number; fixed: string | null; set: (rung: RungDocument) => void }

export function Handle({ rung, number, fixed, set }: Props) {
  const start = useRef<{ at: number; minutes: number; pxPerMinute: number; upright: boolean } | null>(null)
  const { delayMinutes } = rung
  const give = (minutes: number) => set({ ...rung, delayMinutes: Math.min(MOST, Math.max(LEAST, minutes)) })
  const words = <span className={classes['length']}>{minutesWord(delayMinutes)}</span>
  if (fixed !== null) return words
  const down = (event: React.PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect()
    const upright = box === undefined || box.height > box.width
    start.current = {
      at: upright ? event.clientY : event.clientX,
      minutes: delayMinutes,
      pxPerMinute: upright ? UPRIGHT_PX_PER_MINUTE : Math.max(4, box.width / delayMinutes),
      upright,
    }
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  const drag = (event: React.PointerEvent<HTMLElement>) => {
    if (start.current === null) return
    const { at, minutes, pxPerMinute, upright } = start.current
    const far = (upright ? event.clientY : event.clientX) - at
    give(Math.max(1, Math.round(minutes + far / pxPerMinute)))
  }
  const stop = () => {
    start.current = null
  }
  const press = (event: React.KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    give(delayMinutes + step < 1 && delayMinutes > 1 ? 1 : delayMinutes + step)
  }
  return (
    <>
      {words}
      <span
        role="slider"
        tabIndex={0}
        className={classes['handle']}
        aria-label={`Rung ${number}: time to answer`}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        aria-valuenow={delayMinutes}
        aria-valuetext={minutesWord(delayMinutes)}
        onPointerDown={down}
        onPointerMove={drag}
        onPointerUp={stop}
        onPointerCancel={stop}
        onKeyDown={press}
      />
    </>
  )
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5 }
