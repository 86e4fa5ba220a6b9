// The bridge: a meeting room that stands ready, and which incidents it is opened for without anybody asking.
import type { ResponseClass } from '../vocabulary.ts'
import type { Incident } from './incident.ts'

export type Bridge = {
  /** May hold {number}: then each incident has a room of its own. */
  url: string
  classes: readonly ResponseClass[]
}

const NUMBER = '{number}'

/** A test rings nobody and gathers nobody; one that is over needs no room. */
export function opensBridge(bridge: Bridge | null, incident: Pick<Incident, 'origin' | 'status'>, isAnsweredAs: ResponseClass): boolean {
  return bridge !== null && incident.origin !== 'test' && incident.status !== 'resolved' && bridge.classes.includes(isAnsweredAs)
}

export const bridgeUrl = (url: string, number: number): string => url.replaceAll(NUMBER, String(number))

/** Whether an entry of the log is a bridge that Muster opened: it does so once, however often a severity changes. */
export function isOpenedBridge(body: Readonly<Record<string, unknown>>): boolean {
  const by = body['by']
  return body['kind'] === 'bridge' && typeof by === 'object' && by !== null && 'type' in by && by.type === 'system'
}
