// The few numbers a figure is told in.

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`

export const seconds = (valueMs: number): string => `${(valueMs / 1000).toFixed(1)} s`

export const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`
