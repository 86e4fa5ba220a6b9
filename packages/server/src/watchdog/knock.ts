// How a watchdog shows the server that it knows the same key: a signed moment, so that an overheard request is soon worth nothing.
import { MINUTE, type Instant } from '@muster/core/vocabulary.ts'
import type { Secrets } from '../secrets.ts'

export const SNAPSHOT_PATH = '/watchdog/snapshot'

const MOST_APART_MS = MINUTE

export type Verdict = 'welcome' | 'not-signed' | 'another-time'

export function knock(secrets: Secrets, now: Instant): string {
  return `Muster-Watchdog t=${now},v1=${secrets.sign('watchdog', said(String(now)))}`
}

export function hear(secrets: Secrets, header: string, now: Instant): Verdict {
  const [, at = '', tag = ''] = /^Muster-Watchdog t=(\d{1,15}),v1=([\w-]{1,64})$/.exec(header) ?? []
  if (at === '' || !secrets.verify('watchdog', said(at), tag)) return 'not-signed'
  return Math.abs(now - Number(at)) <= MOST_APART_MS ? 'welcome' : 'another-time'
}

const said = (at: string): string => `GET ${SNAPSHOT_PATH} ${at}`
