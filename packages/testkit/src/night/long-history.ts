// Years behind a night: tens of thousands of closed incidents and all that came with them, of this organisation and of others.
import type { Connection } from '@muster/server/store/db.ts'
import { DAY, HOUR } from '@muster/core/vocabulary.ts'
import pg from 'pg'
import { START } from './clock.ts'

const INCIDENTS = 30_000
const OTHERS = ['org_other1', 'org_other2']

/** Every service of every organisation gets its share; figures about the rows are there afterwards, as autovacuum would have them. */
export async function fillHistory(connection: Connection): Promise<void> {
  const client = new pg.Client(connection as pg.ClientConfig)
  await client.connect()
  try {
    for (const org of OTHERS) for (const statement of organisation) await client.query(statement, [org])
    for (const statement of history) await client.query(statement)
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

const organisation = [
  `insert into orgs (id, slug, name, created_at) values ($1, $1, $1, 0)`,
  `insert into users (org_id, id, slug, name, time_zone) select $1, $1 || 'u' || n, 'u' || n, 'U', 'UTC' from generate_series(1, 20) n`,
  `insert into contacts (org_id, id, user_id, slug, channel, address) select org_id, id || 'c', id, 'push', 'ntfy', 'a' from users where org_id = $1`,
  `insert into policies (org_id, id, slug, name, version, rungs, repeat) values ($1, $1 || 'p', 'p', 'P', 1, '[]', 0)`,
  `insert into services (org_id, id, slug, name, policy_id, grouping) select $1, $1 || 's' || n, 's' || n, 'S', $1 || 'p', '{"by":"key"}' from generate_series(1, 20) n`,
  `insert into integrations (org_id, id, service_id, slug, kind, key_hash)
   select org_id, id || 'i', id, 'i', 'pagerduty', sha256(id::bytea) from services where org_id = $1`,
]

// Each row of history knows its number n, from 1 on; the youngest is a day old.
const oldest = `(${START - DAY}::bigint - (${INCIDENTS} - n) * 60000)`
const place = `create temporary table place as select row_number() over (order by s.org_id, s.id) - 1 as k, s.org_id, s.id as service_id,
  (select min(i.id) from integrations i where i.org_id = s.org_id and i.service_id = s.id) as integration_id,
  (select min(c.id) from contacts c where c.org_id = s.org_id) as contact_id, (select min(c.user_id) from contacts c where c.org_id = s.org_id) as user_id
  from services s`
// Half of all happened at one service, the one whose night it is.
const rows = (count: number) =>
  `generate_series(1, ${count}) n join place p on p.k = case when n % 2 = 0 then (select k from place where service_id not like 'org_other%' limit 1) else n % (select count(*) from place) end`

const history = [
  place,
  `insert into incidents (org_id, id, number, service_id, group_key, status, severity, title, opened_at, last_alert_at, resolved_at, alert_count, open_alerts, log_seq)
   select org_id, 'old_' || n, 1000000 + n, service_id, 'service:' || service_id, 'resolved', 'SEV2', 'old', ${oldest}, ${oldest}, ${oldest} + 60000, 1, 0, 3
   from ${rows(INCIDENTS)}`,
  // Quiet ones of other organisations are open for months.
  `insert into incidents (org_id, id, number, service_id, group_key, status, severity, title, opened_at, last_alert_at, alert_count, open_alerts)
   select org_id, 'open_' || n, 2000000 + n, service_id, 'g' || n, 'acknowledged', 'SEV3', 'open', ${oldest}, ${oldest}, 1, 1
   from generate_series(1, 600) n join place p on p.k = n % 20 where org_id like 'org_other%'`,
  `insert into alerts (org_id, id, service_id, integration_id, incident_id, dedup_key, status, severity, summary, source, sender, opened_at, last_at, closed_at, closed_why, count, labels, links)
   select org_id, 'alert_' || n, service_id, integration_id, 'old_' || n, case when n % 3 = 0 then 'k1' else 'k' || n end, 'closed', 'critical', 's', 's', 's',
     ${oldest}, ${oldest}, ${oldest} + 60000, 'resolved', 1, '{}', '[]' from ${rows(INCIDENTS)}`,
  `insert into log_entries (org_id, incident_id, seq, at, type, version, body, hash)
   select i.org_id, i.id, s, i.opened_at, 'old', 1, '{}', '' from incidents i, generate_series(1, 3) s`,
  `insert into pages (org_id, id, incident_id, service_id, role, state, started_at, page)
   select org_id, 'page_' || id, id, service_id, 'ladder', 'ended', opened_at, '{}' from incidents where status = 'resolved'`,
  `insert into deliveries (org_id, key, kind, incident_id, page_id, user_id, contact_id, channel, priority, status, due_at, words, created_at, handed_off_at, attempt)
   select org_id, 'key_' || n || '_' || m, case when m = 1 then 'page' else 'notice' end, 'old_' || n, 'page_old_' || n, user_id, contact_id, 'ntfy', m, 'accepted',
     ${oldest}, '{}', ${oldest}, ${oldest}, 1 from ${rows(INCIDENTS)}, generate_series(1, 2) m`,
  // A notice that waits, far off: the outbox is never empty.
  `insert into deliveries (org_id, key, kind, incident_id, user_id, contact_id, channel, priority, status, due_at, words, created_at)
   select i.org_id, 'wait_' || i.id, 'notice', i.id, p.user_id, p.contact_id, 'ntfy', 2, 'pending', ${START + 300 * DAY}, '{}', i.opened_at
   from incidents i join place p on p.org_id = i.org_id and p.service_id = i.service_id where i.status = 'acknowledged'`,
  `insert into timers (kind, subject_id, org_id, incident_id, due_at) select 'source-silent', 'alert_x' || n, org_id, 'old_' || n, ${START + 300 * DAY} + n
   from ${rows(20_000)}`,
  `insert into signals (org_id, id, integration_id, received_at, decided_at, outcome, alert_id, signal)
   select org_id, 'signal_' || n, integration_id, ${START - 80 * DAY} + n * 100000::bigint, 0, 'opened', 'alert_' || n, '{}' from ${rows(50_000)}`,
  `insert into changes (org_id, id, service_id, at, received_at, summary, source, links)
   select org_id, 'change_' || n, service_id, ${oldest}, ${oldest}, 's', 's', '[]' from ${rows(20_000)}`,
  `insert into silences (org_id, id, labels, reason, created_by, created_at, ends_at, ended_at)
   select org_id, 'silence_' || n, '{}', 'r', '{}', ${oldest}, ${oldest} + 1, ${oldest} + 1 from ${rows(10_000)}`,
  `insert into audit (org_id, id, at, actor, action, subject, detail) select org_id, 'audit_' || n, ${oldest}, '{}', 'a', 's', '{}' from ${rows(30_000)}`,
  `insert into idempotency (org_id, key, request_hash, created_at) select org_id, 'key_' || n, '', ${oldest} from ${rows(10_000)}`,
  `insert into quarantine (org_id, id, integration_id, received_at, why) select org_id, 'q_' || n, integration_id, ${oldest}, 'w' from ${rows(5000)}`,
  `insert into tokens (org_id, id, name, hash, scopes, created_at) select org_id, 'token_' || n, 't', sha256(n::text::bytea), '{}', 0 from ${rows(10_000)}`,
  `insert into early_resolves (org_id, integration_id, dedup_key, sender, received_at)
   select org_id, integration_id, 'early' || n, 's', ${START - HOUR / 2} from ${rows(10_000)}`,
  `insert into contact_windows (org_id, contact_id, service_id, incident_id, free_at)
   select org_id, contact_id || n, service_id, 'old_' || n, ${START - HOUR / 2} from ${rows(5000)}`,
]
