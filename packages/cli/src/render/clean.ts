// Text from monitors may carry terminal commands or reversed writing: none of it reaches a terminal.

// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g
const reversing = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

export function clean(text: string): string {
  return text.replace(unprintable, ' ').replace(reversing, '')
}

/** The same value with every string in it cleaned, names of fields included. */
export function cleanAll<T>(value: T): T
export function cleanAll(value: unknown): unknown {
  if (typeof value === 'string') return clean(value)
  if (Array.isArray(value)) return value.map((one) => cleanAll<unknown>(one))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [clean(name), cleanAll<unknown>(one)]))
}
