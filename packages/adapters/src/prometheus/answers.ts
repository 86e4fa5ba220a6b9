// What Prometheus answers, as the port's answers: its envelope, its result types, and the codes it documents for what went wrong.
import type { Instant } from '@muster/core/vocabulary.ts'
import { cleanLine, isRecord } from '../clean.ts'
import { never, retry, retryAfterMs } from '../delivery-answer.ts'
import type { MetricAnswer, NoValue, Point, RangeAnswer } from '../metric-source.ts'
import { RESPONSE_LIMIT, type Posted } from '../outbound.ts'
import { readJson } from '../read-json.ts'

const DEPTH = 12
const LONGEST_ERROR = 300

const invalid = (why: string): NoValue => ({ type: 'invalid', why })

export function answerOf(text: string, who: string): MetricAnswer {
  const data = dataOf(text)
  if (data === null) return strange(text, who)
  const { resultType, result } = data
  if (resultType === 'scalar') return valueOf(result)
  if (resultType === 'matrix') return invalid('The query gives a range. Take one value of it, for example with avg_over_time().')
  if (resultType === 'string') return invalid('The query gives a text, not a number.')
  if (resultType !== 'vector' || !Array.isArray(result)) return strange(text, who)
  if (result.length === 0) return { type: 'none' }
  return result.length === 1 ? valueOf(Object(result[0]).value) : tooMany(result.length)
}

export function pointsOf(text: string, who: string): RangeAnswer {
  const data = dataOf(text)
  if (data === null || data.resultType !== 'matrix' || !Array.isArray(data.result)) return strange(text, who)
  if (data.result.length > 1) return tooMany(data.result.length)
  const values: unknown = Object(data.result[0]).values
  if (!Array.isArray(values)) return { type: 'none' }
  return { type: 'values', values: values.flatMap((pair) => pointOf(pair) ?? []) }
}

function dataOf(text: string): { resultType: unknown; result: unknown } | null {
  const read = readJson(Buffer.from(text), { maxDepth: DEPTH })
  if (!read.ok || !isRecord(read.value) || read.value['status'] !== 'success' || !isRecord(read.value['data'])) return null
  return { resultType: read.value['data']['resultType'], result: read.value['data']['result'] }
}

/** What was cut can no longer be read: only a great many series are so long. */
const strange = (text: string, who: string): NoValue =>
  Buffer.byteLength(text) >= RESPONSE_LIMIT
    ? invalid('The query gives more than can be read. Aggregate it to one series, for example with sum(), min() or max().')
    : never(`${who} does not answer as a Prometheus does; look at its address`)

const tooMany = (count: number): NoValue =>
  invalid(`The query gives ${count} series. Aggregate it to one, for example with sum(), min() or max().`)

function valueOf(pair: unknown): MetricAnswer {
  const point = pointOf(pair)
  if (point === null) return invalid('The query gives a histogram. Take one value of it, for example with histogram_quantile().')
  if (point.value !== null) return { type: 'value', value: point.value, at: point.at }
  return invalid('The query gives no finite number. Mostly something was divided by zero.')
}

/** A time in seconds and a figure as text. Null: something else. */
function pointOf(pair: unknown): Point | null {
  if (!Array.isArray(pair)) return null
  const [time, figure] = pair as unknown[]
  if (typeof time !== 'number' || typeof figure !== 'string') return null
  const value = figure.trim() === '' ? Number.NaN : Number(figure)
  return { at: Math.round(time * 1000), value: Number.isFinite(value) ? value : null }
}

export function refusalOf({ status, headers, text }: Posted, { who, at }: { who: string; at: Instant }): NoValue {
  if (status === 400 || status === 422) return invalid(`${who} cannot answer the query: ${errorOf(text) ?? `it refused it (${status})`}`)
  if (status === 429) return retry(`${who} asks us to slow down (429)`, retryAfterMs(headers, at))
  if (status === 408 || status >= 500) return retry(`${who} is in trouble (${status})`, retryAfterMs(headers, at))
  if (status === 401 || status === 403) return never(`${who} refused our credentials (${status})`)
  if (status === 404 || status === 410) return never(`${who} has no query API at this address (${status})`)
  if (status >= 300 && status < 400) return never(`${who} redirects elsewhere (${status}); use the final address`)
  return never(`${who} refused the question (${status})`)
}

/** Only where it is an error of Prometheus's own. */
function errorOf(text: string): string | null {
  const read = readJson(Buffer.from(text), { maxDepth: DEPTH })
  if (!read.ok || !isRecord(read.value) || read.value['status'] !== 'error') return null
  const { error } = read.value
  return typeof error === 'string' && error !== '' ? cleanLine(error, LONGEST_ERROR) : null
}
