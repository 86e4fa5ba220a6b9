// What an incident has cost so far, by what somebody estimated an hour of it costs, else by what the organisation says of the service.
import { all } from '../protocol/ask.ts'
import type { Fact, Facts } from '../protocol/facts.ts'
import { HOUR, MINUTE, type Instant } from '../vocabulary.ts'

export type Loss = {
  currency: string
  /** By the youngest estimate, or by the organisation. */
  perHour: number
  by: 'estimate' | 'organisation'
  soFar: number
  /** As somebody last read it; null: nobody has said. */
  restoredPercent: number | null
  /** The entries it rests on; none, where the organisation says it. */
  because: readonly number[]
}

type Estimate = { seq: number; at: Instant; amount: number; currency: string }

/** What a minute costs, beforehand. */
export type PerMinute = { amount: number; currency: string }

export type Span = {
  from: Instant
  /** The end, or now. */ until: Instant
  /** Null: the organisation says nothing of it. */ perMinute: PerMinute | null
}

/** The first estimate counts from the beginning, each later one from when it was made. Null: nobody says what it costs. */
export function lossOf(facts: Facts, { from, until, perMinute }: Span): Loss | null {
  const given = all(facts, { logged: 'loss.estimated' }).flatMap(estimateOf)
  const last = given.at(-1)
  if (last === undefined) return perMinute === null ? null : byOrganisation(perMinute, { facts, from, until })
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
    by: 'estimate',
    soFar: Math.round(soFar),
    restoredPercent: restoredOf(facts),
    because: estimates.map(({ seq }) => seq),
  }
}

function byOrganisation({ amount, currency }: PerMinute, { facts, from, until }: { facts: Facts; from: Instant; until: Instant }): Loss {
  const soFar = Math.round(amount * (Math.max(0, until - from) / MINUTE))
  return { currency, perHour: amount * (HOUR / MINUTE), by: 'organisation', soFar, restoredPercent: restoredOf(facts), because: [] }
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
