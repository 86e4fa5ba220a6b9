// A 2xx is a promise: the signal is on the disk. Whatever happens to the database meanwhile, a group of alerts is kept whole or refused whole.
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { keyOf } from '@muster/testkit/night/organisation.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

const GROUP = 5

let night: Night
let other: pg.Pool

beforeAll(async () => {
  night = await startNight(inject('cluster'))
  other = new pg.Pool({ ...night.database.connection, max: 1 })
})

afterAll(async () => {
  await other.end()
  await night.close()
})

async function post(name: string): Promise<number> {
  const alerts = Array.from({ length: GROUP }, (_, index) => ({
    status: 'firing',
    fingerprint: `${name}-${index}`,
    labels: { alertname: name },
  }))
  const url = `/integrations/${keyOf('checkout', 'alertmanager')}/alertmanager`
  const response = await night.node.app.inject({ method: 'POST', url, payload: { version: '4', status: 'firing', alerts } })
  if (response.statusCode === 503) expect(response.headers['retry-after']).toBe('5')
  return response.statusCode
}

/** Asked on a connection that has nothing to do with the server's. */
async function kept(name: string): Promise<number> {
  const { rows } = await other.query<{ n: string }>(
    `select (select count(*) from inbox where signal::jsonb->>'key' like $1) + (select count(*) from signals where signal::jsonb->>'key' like $1) as n`,
    [`${name}-%`],
  )
  return Number(rows[0]?.n)
}

test('what was answered with 2xx is seen by everybody at once', async () => {
  for (const name of ['one', 'two', 'three']) {
    expect(await post(name)).toBe(200)
    expect(await kept(name)).toBe(GROUP)
  }
})

test('while connections to the database are cut again and again, each group is there whole when it was accepted, and never in part', async () => {
  const names = Array.from({ length: 120 }, (_, index) => `cut${index}`)
  const cut = () =>
    other.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`)
  const statuses = new Map<string, number>()
  for (let at = 0; at < names.length; at += 20) {
    const some = names.slice(at, at + 20)
    const posted = some.map(async (name, index) => {
      if (index % 5 === 0) await cut()
      statuses.set(name, await post(name))
    })
    await Promise.all(posted)
  }
  expect([...new Set(statuses.values())].toSorted()).toEqual([200, 503])
  for (const name of names) {
    const count = await kept(name)
    if (statuses.get(name) === 200) expect(count).toBe(GROUP)
    else expect([0, GROUP]).toContain(count)
  }
  const refused = names.filter((name) => statuses.get(name) === 503)
  for (const name of refused) expect(await post(name)).toBe(200)
  await night.settle()
  const { rows } = await other.query<{ n: string }>(`select count(*) as n from alerts where dedup_key like 'cut%'`)
  expect(Number(rows[0]?.n)).toBe(names.length * GROUP)
})

const events = (key: string) => (event_action: string, time: string) =>
  night.node.app.inject({
    method: 'POST',
    url: '/v2/enqueue',
    payload: {
      routing_key: keyOf('checkout'),
      event_action,
      dedup_key: key,
      payload: { summary: 'queue is full', source: 'q1', severity: 'critical', timestamp: `2026-03-02T${time}:00Z` },
    },
  })

const alertsOf = async (key: string) => {
  await night.settle()
  return (await other.query('select status, closed_why, count::int from alerts where dedup_key = $1 order by status', [key])).rows
}

test('what is said three times is one alert, said three times', async () => {
  const send = events('thrice')
  const said = await Promise.all([send('trigger', '03:08'), send('trigger', '03:08'), send('trigger', '03:09')])
  expect(said.map((one) => one.statusCode)).toEqual([202, 202, 202])
  expect(await alertsOf('thrice')).toEqual([{ status: 'open', closed_why: null, count: 3 }])
})

test('an end that overtook its beginning closes it, and an answer to what is not there is dropped', async () => {
  const send = events('order')
  for (const [action, time] of [
    ['acknowledge', '03:07'],
    ['resolve', '03:09'],
    ['trigger', '03:08'],
  ] as const)
    expect((await send(action, time)).statusCode).toBe(202)
  expect(await alertsOf('order')).toEqual([{ status: 'closed', closed_why: 'resolved-before-trigger', count: 1 }])
  expect((await send('acknowledge', '03:09')).statusCode).toBe(202)
  expect(await alertsOf('order')).toHaveLength(1)
})

test('after its end the same key is a new alert', async () => {
  const send = events('again')
  for (const [action, time] of [
    ['trigger', '03:07'],
    ['resolve', '03:08'],
    ['trigger', '03:09'],
  ] as const)
    await send(action, time)
  expect(await alertsOf('again')).toEqual([
    { status: 'closed', closed_why: 'resolved', count: 1 },
    { status: 'open', closed_why: null, count: 1 },
  ])
})
