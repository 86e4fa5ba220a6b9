// All providers of a night as one: it keeps what it accepted, in order, and answers as it is told to.
import type { MetricAnswer, RangeAnswer } from '@muster/adapters/metric-source.ts'
import type { OpenSource } from '@muster/adapters/sources.ts'
import type { Channel, Delivered, Destination, Message } from '@muster/adapters/channel.ts'
import { CHANNELS, type ChannelName, type Instant } from '@muster/core/vocabulary.ts'

/** One message as somebody's device showed it. `via` is the channel; `to` is "person/contact". */
export type Arrived = { to: string; via: ChannelName; message: Message; at: Instant; node: string }

type Rule = { matches: (to: string, via: ChannelName) => boolean; answer: Delivered | 'accept-then-die' | 'hang'; times: number }

export type Providers = {
  arrived: Arrived[]
  /** Every call that was begun, also those that were refused. */
  calls: number
  /** From now on calls to this contact ("ann/push"), or on this channel, are answered so; the oldest rule that still holds wins. */
  answerFor: (where: string, answer: Rule['answer'], times?: number) => void
  channelsOf: (node: { name: string; now: () => Instant }) => Record<ChannelName, Channel>
  /** What a query gives from now on: a number, or an answer of its own that may take its time. What is not set gives nothing. */
  gauges: Map<string, number | (() => Promise<MetricAnswer>)>
  /** Every query that was asked, and what it was asked with. */
  asked: { query: string; at: Instant; url: string; token: string | null }[]
  openSource: OpenSource
}

export function createProviders(): Providers {
  const arrived: Arrived[] = []
  const rules: Rule[] = []
  const gauges: Providers['gauges'] = new Map()
  const asked: Providers['asked'] = []
  const providers: Providers = {
    arrived,
    gauges,
    asked,
    openSource: sourcesOf({ gauges, asked }),
    calls: 0,
    answerFor: (where, answer, times = Number.POSITIVE_INFINITY) =>
      void rules.push({ matches: (to, via) => where === to || where === via, answer, times }),
    channelsOf: ({ name, now }) => {
      const deliver = async (message: Message, { address, channel }: Destination, signal: AbortSignal): Promise<Delivered> => {
        providers.calls += 1
        const rule = rules.find((one) => one.times > 0 && one.matches(address, channel))
        if (rule !== undefined) rule.times -= 1
        const accept = () => arrived.push({ to: address, via: channel, message, at: now(), node: name })
        if (rule === undefined) {
          accept()
          return { type: 'delivered', receipt: `receipt ${arrived.length}` }
        }
        if (rule.answer === 'accept-then-die') accept()
        // The process dies here: nothing after the call ever runs.
        if (rule.answer === 'accept-then-die') return new Promise(() => undefined)
        if (rule.answer === 'hang') return untilAborted(signal)
        return rule.answer
      }
      return Object.fromEntries(CHANNELS.map((channel) => [channel, { deliver, faultOf }])) as Record<ChannelName, Channel>
    },
  }
  return providers
}

function sourcesOf({ gauges, asked }: Pick<Providers, 'gauges' | 'asked'>): OpenSource {
  return (_kind, { url, token }) => ({
    read: async (query, at): Promise<MetricAnswer> => {
      asked.push({ query, at, url, token })
      const gauge = gauges.get(query)
      if (gauge === undefined) return { type: 'none' }
      return typeof gauge === 'number' ? { type: 'value', value: gauge, at } : gauge()
    },
    // Nobody kept what it was before.
    range: async (): Promise<RangeAnswer> => ({ type: 'none' }),
  })
}

/** The providers of a night take any address but this kind. */
const faultOf = (address: string) => (address.startsWith('nowhere/') ? 'Nobody is reached there.' : null)

function untilAborted(signal: AbortSignal): Promise<Delivered> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve({ type: 'retry', afterMs: null, why: 'it hung' })))
}
