// Lengths of a ladder in words and sums.
import type { PolicyDocument } from '../../parts/config.ts'

/** "30 s", "5 min", "1 h 20 min". */
export function minutesWord(minutes: number): string {
  if (minutes < 1) return `${Math.round(minutes * 60)} s`
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

/** When each rung is woken, in minutes from the start of a pass; the last is when the pass ends. */
export function startsOf({ rungs }: PolicyDocument): number[] {
  const starts = [0]
  for (const { delayMinutes } of rungs) starts.push((starts.at(-1) ?? 0) + delayMinutes)
  return starts
}

export const passMinutes = (policy: PolicyDocument): number => startsOf(policy).at(-1) ?? 0

/** "3 rungs in 20 min, 3 times" */
export function ladderWords(policy: PolicyDocument): string {
  const rungs = policy.rungs.length === 1 ? '1 rung' : `${policy.rungs.length} rungs`
  return `${rungs} in ${minutesWord(passMinutes(policy))}, ${policy.repeat === 0 ? 'once' : `${policy.repeat + 1} times`}`
}
