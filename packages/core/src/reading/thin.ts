// A day of samples as a line that can be drawn: of each stretch the worst is kept, so that a short fall is never smoothed away.
import { shortOf, type Sample, type Target } from './indicator.ts'

export function thinned(samples: readonly Sample[], target: Target, most: number): Sample[] {
  if (samples.length <= most) return [...samples]
  const length = samples.length / most
  return Array.from({ length: most }, (_, place) =>
    worst(samples.slice(Math.floor(place * length), Math.floor((place + 1) * length)), target),
  ).filter((one) => one !== null)
}

/** What is no number is worse than any. */
function worst(samples: readonly Sample[], target: Target): Sample | null {
  const badness = ({ value }: Sample) => (value === null ? Infinity : shortOf(target, value))
  return samples.reduce<Sample | null>((bad, one) => (bad === null || badness(one) > badness(bad) ? one : bad), null)
}
