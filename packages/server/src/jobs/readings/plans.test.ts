// A reading costs the same beside years of incidents and a day of other samples: every statement of it is run, and its plan is read.
import { SECOND } from '@muster/core/vocabulary.ts'
import { startNight } from '@muster/testkit/night/night.ts'
import { organisation, service } from '@muster/testkit/night/organisation.ts'
import { watchPlans } from '@muster/testkit/night/plans.ts'
import { expect, inject, onTestFinished, test } from 'vitest'
import { createConfigs } from '../../store/org-config.ts'
import { drain } from '../engine.ts'

const indicator = {
  slug: 'success',
  name: 'Success',
  target: { atLeast: 99.5 },
  holdMinutes: 1,
  from: { source: 'prom', query: 'success' },
}
/** A prepared statement gets its plan for any values after five runs: both kinds must be good. */
const RUNS = 8

test('[IR-03] a reading reads no history', { timeout: 60_000 }, async () => {
  const night = await startNight(inject('cluster'), {
    organisation: organisation({
      sources: [{ slug: 'prom', kind: 'prometheus', name: 'Prometheus', url: 'https://prometheus.example' }],
      services: [service('checkout', 'standard', { indicators: [indicator] }), service('login', 'standard')],
    }),
  })
  onTestFinished(night.close)
  night.providers.gauges.set('success', 99.9)
  await night.alert('checkout is down')
  const { orgId, world: first } = night.node
  await first.db.query(
    `insert into incidents (org_id, id, number, service_id, group_key, status, severity, title, opened_at, last_alert_at, resolved_at, watched_until, alert_count, open_alerts)
     select org_id, id || n, n, service_id, n::text, 'resolved', severity, title, n, n, n, n, 1, 0 from incidents, generate_series(1000, 6000) n`,
  )
  await first.db.query(
    `insert into samples (org_id, service_id, indicator, at, source, value)
     select org_id, service_id, indicator || k, at - n * 30000, source, value from samples, generate_series(1, 2880) n, generate_series(0, 3) k
     union all select org_id, service_id, indicator, at - n * 30000, source, value from samples, generate_series(1, 2880) n`,
  )
  const owner = await watchPlans(night.database.connection)
  onTestFinished(() => owner.db.close())
  const world = { ...first, db: owner.db, configs: createConfigs() }
  const reads = await owner.during(async () => {
    for (let run = 0; run < RUNS; run += 1) {
      night.clock.set(night.clock.now() + 30 * SECOND)
      await drain(world)
    }
  })
  expect(await first.db.query('select 1 from samples where org_id = $1 and at > $2', [orgId, night.clock.now() - SECOND])).toHaveLength(1)
  const growing = reads.filter(({ table }) => ['incidents', 'samples', 'log_entries', 'watches', 'timers'].includes(table))
  expect(growing.map(({ table }) => table)).toEqual(expect.arrayContaining(['incidents', 'samples', 'watches']))
  expect(
    growing.filter(({ rows }) => rows > 20).map(({ table, how, rows, statement }) => `${how} of ${table}, ${rows} rows: ${statement}`),
  ).toEqual([])
})
