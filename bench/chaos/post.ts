// One signal sent as PagerDuty's clients send it, again and again until it is accepted, with what became of each try remembered.
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Outages } from './outages.ts'
import { keyOf } from './town.ts'

export type Signal = { service: string; action: 'trigger' | 'resolve'; key: string; severity: 'critical' | 'warning'; summary: string }

/** Tries that were cut off may have been taken in all the same. */
export type Sent = { firstAt: number; acceptedAt: number | null; tries: number }

export type Sender = {
  send: (signal: Signal) => Promise<Sent>
  counts: { accepted: number; turnedAway: number; cutOff: number; faults: string[] }
}

type SenderParts = { url: () => string; outages: Outages; giveUp: AbortSignal }

/** Longer than the server can take for anything: a try given up here must not be taken in after the next one. */
const TRY_MS = 20_000

export function createSender({ url, outages, giveUp }: SenderParts): Sender {
  const counts: Sender['counts'] = { accepted: 0, turnedAway: 0, cutOff: 0, faults: [] }
  const attempt = async (body: string): Promise<boolean> => {
    const sentAt = performance.now()
    const status = await post(`${url()}/v2/enqueue`, body)
    if (status === 202) {
      outages.accepted(sentAt)
      counts.accepted += 1
      return true
    }
    if (status === null) counts.cutOff += 1
    else if (status === 503) counts.turnedAway += 1
    else counts.faults.push(`a signal was answered ${status}: ${body}`)
    return false
  }
  return {
    counts,
    send: async (signal) => {
      const body = JSON.stringify(eventOf(signal))
      const firstAt = performance.now()
      for (let tries = 1; ; tries += 1) {
        if (await attempt(body)) return { firstAt, acceptedAt: performance.now(), tries }
        if (giveUp.aborted) return { firstAt, acceptedAt: null, tries }
        await sleep(100)
      }
    },
  }
}

async function post(url: string, body: string): Promise<number | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(TRY_MS),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return null
  }
}

function eventOf({ service, action, key, severity, summary }: Signal) {
  return { routing_key: keyOf(service), event_action: action, dedup_key: key, payload: { summary, source: service, severity } }
}
