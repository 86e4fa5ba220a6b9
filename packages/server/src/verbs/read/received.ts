// What was received for an alert: the bytes as they came, without keys, what was understood of them, and what they did.
import { outcomeSays } from '@muster/core/alert/outcome.ts'
import { DAY, type Instant } from '@muster/core/vocabulary.ts'
import type { AlertRow } from '../../store/alerts.ts'
import type { Tx } from '../../store/db.ts'
import { digest } from '../../secrets.ts'
import { iso } from './views.ts'

const SIGNALS = 20
const BODY_LIMIT = 64 * 1024

type Row = {
  id: string
  received_at: Instant
  decided_at: Instant
  outcome: string
  signal: string
  raw: Buffer | null
  bytes: number | null
}

/** The time the alert was open tells which days hold its signals: the others are not looked into. */
export async function lastSignals(tx: Tx, alert: AlertRow, now: Instant) {
  const keys = await tx.query<{ key_hash: Buffer }>('select key_hash from integrations where org_id = current_setting($1) and id = $2', [
    'muster.org',
    alert.integration_id,
  ])
  const { rows } = await tx.query<Row>(
    `select id, received_at, decided_at, outcome, signal, substring(raw for ${BODY_LIMIT}) as raw, length(raw) as bytes from signals
     where alert_id = $1 and received_at >= $2 and received_at <= $3 order by received_at desc, id desc limit ${SIGNALS}`,
    [alert.id, alert.opened_at - DAY, alert.closed_at ?? now],
  )
  return rows.map((row) => signalView(row, keys.rows[0]?.key_hash))
}

function signalView({ id, received_at, decided_at, outcome, signal, raw, bytes }: Row, keyHash: Buffer | undefined) {
  const read = JSON.parse(signal) as Record<string, unknown>
  const body = raw === null ? null : { text: withoutKeys(raw.toString('utf8'), keyHash), bytes: bytes ?? 0, cut: (bytes ?? 0) > BODY_LIMIT }
  return { id, receivedAt: iso(received_at), decidedAt: iso(decided_at), outcome, says: outcomeSays(outcome), body, read }
}

/** PagerDuty's events carry the key that opens the intake: whoever may read alerts may not thereby send them. */
export function withoutKeys(text: string, keyHash: Buffer | undefined): string {
  const named = text.replaceAll(/("(?:routing|service)_key"\s*:\s*")[^"]*/g, '$1(hidden)')
  if (keyHash === undefined) return named
  return named.replaceAll(/(?<![\w-])[\w-]{32}(?![\w-])/g, (word) => (digest(word).equals(keyHash) ? '(hidden)' : word))
}
