// Prometheus, and whatever speaks its query API: one expression in, one number out, or why not.
import type { Instant } from '@muster/core/vocabulary.ts'
import { silenceOf, withDeadline } from '../delivery-answer.ts'
import type { MetricSource, NoValue, SourceAddress } from '../metric-source.ts'
import type { Outbound, Posted } from '../outbound.ts'
import { answerOf, pointsOf, refusalOf } from './answers.ts'

/** The server gives up before we do, so that it does not work for nobody. */
const QUERY_TIMEOUT = '4s'

export function prometheusSource({ outbound, name, url, token }: SourceAddress & { outbound: Outbound }): MetricSource {
  const base = url.replace(/\/+$/, '')
  const ask = async <A>(call: Call, read: (posted: Posted) => A): Promise<A | NoValue> => {
    const { path, parameters, at, signal } = call
    try {
      const posted = await outbound.post(`${base}/api/v1/${path}`, {
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          accept: 'application/json',
          'user-agent': 'Muster',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body: new URLSearchParams({ ...parameters, timeout: QUERY_TIMEOUT }).toString(),
        signal: withDeadline(signal),
      })
      const isTaken = posted.status >= 200 && posted.status < 300
      return isTaken ? read(posted) : withoutToken(refusalOf(posted, { who: name, at }), token)
    } catch (error) {
      return silenceOf(error, name)
    }
  }
  return {
    read: (query, at, signal) =>
      ask({ path: 'query', parameters: { query, time: seconds(at) }, at, signal }, ({ text }) => answerOf(text, name)),
    range: (query, { from, to, stepSeconds }, signal) =>
      ask(
        { path: 'query_range', parameters: { query, start: seconds(from), end: seconds(to), step: String(stepSeconds) }, at: to, signal },
        ({ text }) => pointsOf(text, name),
      ),
  }
}

type Call = { path: 'query' | 'query_range'; parameters: Record<string, string>; at: Instant; signal: AbortSignal }

const seconds = (at: Instant): string => (at / 1000).toFixed(3)

/** What a server says of a query is repeated, so that it can be mended; a server may say back what it was sent. */
function withoutToken(answer: NoValue, token: string | null): NoValue {
  return 'why' in answer && token !== null && token !== '' ? { ...answer, why: answer.why.replaceAll(token, '…') } : answer
}
