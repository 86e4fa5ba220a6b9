// Fetches the on-call list from a node that is ready, as it will lie on disk.
import type { Instant } from '@muster/core/vocabulary.ts'
import type { Secrets } from '../secrets.ts'
import { APART } from './ask.ts'
import { knock, SNAPSHOT_PATH } from './knock.ts'

const FETCH_TIMEOUT_MS = 5000

export type Fetched = { ok: true; raw: string } | { ok: false; why: string }

export async function fetchList(secrets: Secrets, url: string, now: Instant): Promise<Fetched> {
  try {
    const response = await fetch(`${url}${SNAPSHOT_PATH}`, {
      headers: { ...APART, authorization: knock(secrets, now) },
      redirect: 'manual',
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    })
    const raw = await response.text()
    return response.status === 200 ? { ok: true, raw } : { ok: false, why: `${url} answered ${response.status}. ${messageIn(raw)}`.trim() }
  } catch (error) {
    return { ok: false, why: `${url} could not be asked: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function messageIn(raw: string): string {
  try {
    const said: unknown = JSON.parse(raw)
    return typeof said === 'object' && said !== null && 'message' in said ? String(said.message).slice(0, 300) : ''
  } catch {
    return ''
  }
}
