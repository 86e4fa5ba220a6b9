// The last signals of one key, wherever they are now: in the inbox, in the history, or in quarantine.
import type { SignalFateView } from '@muster/contract/services.ts'
import { outcomeSays } from '@muster/core/alert/outcome.ts'
import type { AlertId, Instant } from '@muster/core/vocabulary.ts'
import { withAllEyes, type Tx } from '../../store/db.ts'
import type { Service } from '../../store/org-config.ts'
import { withoutKeys } from '../read/received.ts'
import { iso } from '../read/views.ts'
import type { Integration } from './find-integration.ts'

const SIGNALS = 50
/** Of the inbox, in which a storm of the same service's other keys may stand. */
const LOOKED_THROUGH = 1000
const BODY_LIMIT = 16 * 1024

type Of = { service: Service; integration: Integration }
type Received = { id: string; received_at: Instant; raw: Buffer | null; bytes: number | null }
type Decided = Received & { decided_at: Instant; outcome: string; signal: string; alert_id: AlertId | null }
type AlertOf = { id: AlertId; key: string; status: 'open' | 'closed'; count: number; incident: number | null }

const body = `substring(raw for ${BODY_LIMIT}) as raw, length(raw) as bytes`

export async function lastFates(tx: Tx, of: Of): Promise<SignalFateView[]> {
  const { key_hash: keyHash } = of.integration
  const decided = await decidedSignals(tx, of)
  const alerts = await alertsOf(tx, decided)
  const isAnyHidden = await hidesSome(tx, of.integration)
  const all = [
    ...(await waitingSignals(tx, of)).map((row) => unread(waitingView(row, keyHash), isAnyHidden)),
    ...decided.map((row) => {
      const alert = row.alert_id === null ? undefined : alerts.get(row.alert_id)
      return unread(decidedView(row, { keyHash, alert }), row.alert_id !== null && alert === undefined)
    }),
    ...(await quarantinedSignals(tx, of)).map((row) => quarantinedView(row, keyHash)),
  ]
  return all.toSorted((a, b) => compare(b.receivedAt, a.receivedAt) || compare(b.id, a.id)).slice(0, SIGNALS)
}

/** What was said of a private incident is for those who may see it; that something came, and when, is no secret. */
const unread = (view: SignalFateView, isHidden: boolean): SignalFateView => (isHidden ? { ...view, read: null, body: null } : view)

/** Open alerts of private incidents that whoever looks may not see: what waits may be going there. */
async function hidesSome(tx: Tx, { id }: Integration): Promise<boolean> {
  const open = `select count(*)::int as n from alerts a join incidents i on i.org_id = a.org_id and i.id = a.incident_id
    where a.integration_id = $1 and a.status = 'open' and i.private`
  const [all, seen] = [await withAllEyes(tx, () => tx.query<{ n: number }>(open, [id])), await tx.query<{ n: number }>(open, [id])]
  return all.rows[0]?.n !== seen.rows[0]?.n
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

async function decidedSignals(tx: Tx, { integration }: Of): Promise<Decided[]> {
  const { rows } = await tx.query<Decided>(
    `select id, received_at, decided_at, outcome, signal, alert_id, ${body} from signals
     where integration_id = $1 order by received_at desc, id desc limit ${SIGNALS}`,
    [integration.id],
  )
  return rows
}

async function waitingSignals(tx: Tx, { service, integration }: Of): Promise<(Received & { signal: string })[]> {
  const { rows } = await tx.query<Received & { signal: string }>(
    `select signal_id as id, received_at, signal, ${body} from (
       select * from inbox where service_id = $1 order by id desc limit ${LOOKED_THROUGH}) i
     where integration_id = $2 order by i.id desc limit ${SIGNALS}`,
    [service.id, integration.id],
  )
  return rows
}

async function quarantinedSignals(tx: Tx, { integration }: Of): Promise<(Received & { why: string })[]> {
  const { rows } = await tx.query<Received & { why: string }>(
    `select id, received_at, why, ${body} from quarantine where integration_id = $1 order by received_at desc, id desc limit ${SIGNALS}`,
    [integration.id],
  )
  return rows
}

/** As they stand now: how often the monitor has repeated itself since, and where the alert went. */
async function alertsOf(tx: Tx, decided: readonly Decided[]): Promise<Map<AlertId, AlertOf>> {
  const ids = [...new Set(decided.flatMap((row) => row.alert_id ?? []))]
  const { rows } = await tx.query<AlertOf>(
    `select a.id, a.dedup_key as key, a.status, a.count, i.number as incident
     from alerts a left join incidents i on i.org_id = a.org_id and i.id = a.incident_id
     where a.org_id = current_setting('muster.org') and a.id = any($1)`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

const nothingYet = { decidedAt: null, why: null, alert: null, incident: null }

function decidedView(row: Decided, { keyHash, alert }: { keyHash: Buffer; alert: AlertOf | undefined }): SignalFateView {
  return {
    ...receivedView(row, keyHash),
    fate: 'decided',
    decidedAt: iso(row.decided_at),
    outcome: row.outcome,
    says: outcomeSays(row.outcome),
    why: null,
    alert: alert === undefined ? null : { id: alert.id, key: alert.key, status: alert.status, count: alert.count },
    incident: alert?.incident ?? null,
    read: JSON.parse(row.signal) as Record<string, unknown>,
  }
}

function waitingView(row: Received & { signal: string }, keyHash: Buffer): SignalFateView {
  return {
    ...receivedView(row, keyHash),
    ...nothingYet,
    fate: 'waiting',
    outcome: 'waiting',
    says: 'Stored; it will be decided in a moment.',
    read: JSON.parse(row.signal) as Record<string, unknown>,
  }
}

function quarantinedView(row: Received & { why: string }, keyHash: Buffer): SignalFateView {
  return {
    ...receivedView(row, keyHash),
    ...nothingYet,
    fate: 'quarantined',
    outcome: 'quarantined',
    says: 'It could not be read and paged nobody; the people of its service were told.',
    why: row.why,
    read: null,
  }
}

function receivedView({ id, received_at, raw, bytes }: Received, keyHash: Buffer): Pick<SignalFateView, 'id' | 'receivedAt' | 'body'> {
  const whole = bytes ?? 0
  const text = raw === null ? null : withoutKeys(raw.toString('utf8'), keyHash)
  return { id, receivedAt: iso(received_at), body: text === null ? null : { text, bytes: whole, cut: whole > BODY_LIMIT } }
}
