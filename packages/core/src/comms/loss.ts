// What an incident has cost so far, by what somebody estimated an hour of it costs. Nothing is counted until somebody has.
import { all } from '../protocol/ask.ts'
import type { Fact, Facts } from '../protocol/facts.ts'
import { HOUR, type Instant } from '../vocabulary.ts'

export type Loss = {
  currency: string
  /** By the youngest estimate. */
  perHour: number
  soFar: number
  /** As somebody last read it; null: nobody has said. */
  restoredPercent: number | null
  /** The entries it rests on. */
  because: readonly number[]
}

type Estimate = { seq: number; at: Instant; amount: number; currency: string }

/** The first estimate counts from the beginning, each later one from when it was made; `until`: the end, or now. */
export function lossOf(facts: Facts, { from, until }: { from: Instant; until: Instant }): Loss | null {
  const given = all(facts, { logged: 'loss.estimated' }).flatMap(estimateOf)
  const last = given.at(-1)
  if (last === undefined) return null
  // Amounts of two currencies do not add up: the youngest one holds for all of it.
  const estimates = given.filter(({ currency }) => currency === last.currency)
  const soFar = estimates.reduce((sum, { at, amount }, place) => {
    const start = place === 0 ? from : at
    const end = estimates[place + 1]?.at ?? until
    return sum + amount * (Math.max(0, Math.min(end, until) - start) / HOUR)
  }, 0)
  return {
    currency: last.currency,
    perHour: last.amount,
    soFar: Math.round(soFar),
    restoredPercent: restoredOf(facts),
    because: estimates.map(({ seq }) => seq),
  }
}

function estimateOf({ seq, observedAt, body }: Fact): Estimate[] {
  const { amount, currency } = body
  return typeof amount === 'number' && typeof currency === 'string' ? [{ seq, at: observedAt, amount, currency }] : []
}

/** "70 %" of a reading that is called "restored". */
function restoredOf(facts: Facts): number | null {
  const read = all(facts, { logged: 'reading.changed' }).findLast(({ body }) => /^restor/i.test(String(body['metric'])))
  const figure = /(\d{1,3}(?:[.,]\d+)?)\s*(?:%|per ?cent)/.exec(String(read?.body['text'] ?? ''))?.[1]
  const percent = figure === undefined ? NaN : Number(figure.replace(',', '.'))
  return percent >= 0 && percent <= 100 ? percent : null
}

/** "50,000 EUR". */
export const moneyWords = (amount: number, currency: string): string =>
  `${String(Math.round(amount)).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')} ${currency}`
