// A day of a reading as a line beside its target: a picture for the eye, the same in words for the ear.
import classes from './readings.module.css'
import type { ReadingView } from './view.ts'

const WIDTH = 240
const HEIGHT = 44
const PAD = 3

export function Sparkline({ reading: { samples, bound, name, target } }: { reading: ReadingView }) {
  const points = samples.flatMap(({ at, value }) => (value === null ? [] : [{ at: Date.parse(at), value }]))
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined || first === last) return null
  const values = [...points.map(({ value }) => value), bound]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const x = (at: number) => PAD + ((at - first.at) / Math.max(1, last.at - first.at)) * (WIDTH - 2 * PAD)
  const y = (value: number) => HEIGHT - PAD - ((value - low) / (high - low || 1)) * (HEIGHT - 2 * PAD)
  const gap = 4 * medianGap(points.map(({ at }) => at))
  return (
    <svg
      className={classes['line']}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${name} went from ${first.value} to ${last.value}, lowest ${Math.min(...points.map(({ value }) => value))}, highest ${Math.max(...points.map(({ value }) => value))}; target ${target}`}
    >
      <line className={classes['target']} x1={0} x2={WIDTH} y1={y(bound)} y2={y(bound)} />
      <path d={pathOf(points, { x, y, gap })} />
    </svg>
  )
}

type Point = { at: number; value: number }

/** Where nothing was read there is no line. */
function pathOf(points: readonly Point[], { x, y, gap }: { x: (at: number) => number; y: (value: number) => number; gap: number }): string {
  return points
    .map(({ at, value }, place) => {
      const before = points[place - 1]
      const isBroken = before === undefined || at - before.at > gap
      return `${isBroken ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`
    })
    .join('')
}

function medianGap(times: readonly number[]): number {
  const gaps = times.slice(1).map((at, place) => at - (times[place] ?? at))
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0
}
