// Whether a stranger's value passes a mapping's test; linear in the text, so nobody's pattern can stall intake.
import type { Condition } from './mapping.ts'
import { findValue } from './expression.ts'
import { valuesAt } from './path.ts'

const TEXT_LIMIT = 1024

/** The path whose value passed, or null. */
export function passes(condition: Condition | undefined, root: unknown): string | null {
  if (condition === undefined) return null
  const found = findValue(condition.path, root) ?? explicitNull(condition, root)
  return found !== null && holds(condition, found.value) ? found.from : null
}

function explicitNull({ path }: Condition, root: unknown): { value: unknown; from: string } | null {
  const from = typeof path === 'string' ? path : path[0]
  const [value] = from === undefined ? [] : valuesAt(from, root)
  return value === undefined || from === undefined ? null : { value, from }
}

function holds(condition: Condition, value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return false
  // Forms and templates turn numbers into text, so 1 and "1" are the same here.
  const text = String(value).slice(0, TEXT_LIMIT)
  if ('equals' in condition) return text === String(condition.equals)
  if ('oneOf' in condition) return condition.oneOf.some((one) => text === String(one))
  return matchesWildcard(condition.matches.toLowerCase(), text.toLowerCase())
}

function matchesWildcard(pattern: string, text: string): boolean {
  let [p, t, star, resume] = [0, 0, -1, 0]
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      resume = t
    } else if (pattern[p] === '?' || (p < pattern.length && pattern[p] === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resume
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
