// One trouble is one alert, one incident and one page, whatever order and however often a monitor tells it.
import { expect } from 'vitest'
import { drain } from '@muster/server/jobs/engine.ts'
import { keyOf, organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import type { Night } from '@muster/testkit/night/night.ts'
import { scenario } from '@muster/testkit/scenario.ts'

type AlertView = { key: string; status: string; count: number; closedWhy: string | null; silentAt: string | null }

const alertmanagerDoor = `/integrations/${keyOf('checkout', 'alertmanager')}/api/v2/alerts`

const alertsOf = async ({ api }: Night, number = 1) =>
  ((await api('GET', `/incidents/${number}/alerts`)).body as { items: AlertView[] }).items
const incidentsOf = async ({ api }: Night) =>
  ((await api('GET', '/incidents')).body as { items: { number: number; status: string }[] }).items

scenario('case 23: the same event sent to two nodes at once is one alert, counted twice, and one page', async (night) => {
  const second = await night.anotherNode('second')
  await Promise.all([night.signal('trigger', 'checkout is down'), night.signal('trigger', 'checkout is down', { node: second })])
  await Promise.all([drain(night.node.world), drain(second.world)])
  await night.settle()
  await night.phone('ann').rings()
  expect(await alertsOf(night)).toMatchObject([{ count: 2, status: 'open' }])
})

scenario(
  '[EC-02] case 24: the same key after recovery, within thirty minutes, is the same incident again, one tier further up',
  async (night) => {
    const { alert, clears, phone, after, incident, log } = night
    await alert('checkout is down')
    const page = await phone('ann').rings()
    await page.press('acknowledge')
    await after('10m')
    await clears()
    await phone('ann').rings({ kind: 'notice' })
    await after('29m')
    await alert('checkout is down')
    await phone('ben').rings()
    expect((await incident()).status).toBe('triggered')
    expect(await incidentsOf(night)).toHaveLength(1)
    expect(await alertsOf(night)).toMatchObject([{ status: 'closed' }, { status: 'open', count: 1 }])
    expect((await log()).map((entry) => entry.type)).toContain('incident.reopened')
  },
)

scenario('[EC-02] [SV-04] what comes back graver than it was is graver on the log, and to the protocol', async (night) => {
  await night.alert('checkout is slow', { severity: 'error' })
  await (await night.phone('ann').rings()).press('acknowledge')
  await night.clears()
  await night.phone('ann').rings({ kind: 'notice' })
  await night.after('5m')
  await night.alert('checkout is down', { severity: 'critical' })
  await night.phone('ben').rings()
  expect(await night.incident()).toMatchObject({ number: 1, severity: 'SEV1' })
  expect(await night.api('GET', '/incidents/1/protocol')).toMatchObject({ body: { class: 'crisis' } })
  expect((await night.log()).flatMap(({ type, says }) => (type === 'incident.severity-raised' ? [says] : []))).toEqual([
    'Raised from SEV2 to SEV1 by a graver alert.',
  ])
})

scenario(
  'case 24: the tier that is skipped is never beyond the last',
  async ({ alert, clears, phone, after }) => {
    await alert('checkout is down')
    await phone('ben').rings()
    await clears()
    await phone('ben').rings({ kind: 'notice' })
    await after('5m')
    await alert('checkout is down')
    await phone('ben').rings()
  },
  { organisation: organisation({ policies: [policy('standard', [rung(5, 'ben')])] }) },
)

scenario('case 24: after thirty minutes it is a new incident and the ladder starts at its first rung', async (night) => {
  await night.alert('checkout is down')
  await night.phone('ann').rings()
  await night.clears()
  await night.phone('ann').rings({ kind: 'notice' })
  await night.after('31m')
  await night.alert('checkout is down')
  await night.phone('ann').rings()
  expect(await incidentsOf(night)).toHaveLength(2)
})

scenario('case 25: a resolve that overtook its trigger is recorded as closed and wakes nobody', async (night) => {
  const { alert, clears, after } = night
  await clears({ at: '2026-03-02T03:09:30Z' })
  await after('10s')
  await alert('checkout is down', { at: '2026-03-02T03:09:00Z' })
  await after('12h')
  expect(await incidentsOf(night)).toEqual([])
  const rows = await night.node.world.db.query('select status, closed_why from alerts')
  expect(rows).toEqual([{ status: 'closed', closed_why: 'resolved-before-trigger' }])
})

scenario(
  'case 25: a trigger whose clock runs behind still wakes somebody when its resolve is not minutes old',
  async ({ alert, clears, phone, after }) => {
    await clears({ at: '2026-03-02T03:09:30Z' })
    await after('5m1s')
    await alert('checkout is down', { at: '2026-03-02T03:09:00Z' })
    await phone('ann').rings()
  },
)

scenario('case 25: another source instance’s early resolve silences nobody', async ({ alert, clears, phone, after }) => {
  await clears({ at: '2026-03-02T03:09:30Z', source: 'probe-2' })
  await after('10s')
  await alert('checkout is down', { at: '2026-03-02T03:09:00Z', source: 'probe-1' })
  await phone('ann').rings()
})

scenario('a repeated alert counts and wakes nobody again, before and after the answer', async (night) => {
  const { alert, phone, after } = night
  await alert('checkout is down')
  const page = await phone('ann').rings()
  for (let i = 0; i < 5; i += 1) await alert('checkout is down')
  await page.press('acknowledge')
  for (let i = 0; i < 5; i += 1) await alert('checkout is down')
  await after('12h')
  expect(await alertsOf(night)).toMatchObject([{ count: 11 }])
})

scenario('a monitor that acknowledges stops the ladder', async ({ alert, acknowledges, phone, after, incident }) => {
  await alert('checkout is down')
  await phone('ann').rings()
  await acknowledges()
  expect((await incident()).status).toBe('acknowledged')
  await after('12h')
})

scenario('an acknowledge or resolve for an alert nobody opened does nothing and is accepted', async (night) => {
  expect((await night.acknowledges({ key: 'unknown' })).status).toBe(202)
  expect((await night.clears({ key: 'unknown' })).status).toBe(202)
  expect(await incidentsOf(night)).toEqual([])
})

scenario('alerts of one service that come together are one incident, which is over when the last of them clears', async (night) => {
  const { alert, clears, phone, after, incident } = night
  await alert('checkout is slow', { key: 'slow' })
  await phone('ann').rings()
  await after('1m')
  await alert('checkout is down', { key: 'down' })
  await clears({ key: 'slow' })
  expect(await incident()).toMatchObject({ status: 'triggered', alertCount: 2, openAlerts: 1 })
  await clears({ key: 'down' })
  await phone('ann').rings({ kind: 'notice' })
  expect(await incident()).toMatchObject({ status: 'resolved', openAlerts: 0 })
})

scenario('a warning waits for the day: it is on the list, and wakes nobody until it gets worse', async (night) => {
  const { alert, after, phone, incident, why } = night
  await alert('disk is filling', { severity: 'warning' })
  await after('12h')
  expect(await incident()).toMatchObject({ severity: 'SEV3', status: 'triggered' })
  expect((await why('ann')).sentence).toBe('Ann was not paged: SEV3 waits for business hours.')
  await alert('disk is full', { severity: 'critical' })
  await phone('ann').rings()
  expect(await incident()).toMatchObject({ severity: 'SEV1' })
})

scenario(
  'on the critical path a failure is a crisis whatever the monitor calls it',
  async ({ alert, phone, incident }) => {
    await alert('payments fail', { severity: 'error' })
    await phone('ann').rings({ says: /◆ SEV1/ })
    expect((await incident()).severity).toBe('SEV0')
  },
  { organisation: organisation({ services: [service('checkout', 'standard', { criticalPath: true })] }) },
)

scenario(
  'a monitor that falls silent past its own promise is not recovery: the incident stays open and those who were woken are told',
  async (night) => {
    const { node, phone, after, incident, settle } = night
    const post = async () => {
      const payload = [{ labels: { alertname: 'CheckoutDown', severity: 'critical' }, annotations: { summary: 'checkout is down' } }]
      const answer = await node.app.inject({ method: 'POST', url: alertmanagerDoor, payload: JSON.stringify(payload) })
      await settle()
      return answer.statusCode
    }
    expect(await post()).toBe(200)
    const page = await phone('ann').rings()
    await page.press('acknowledge')
    await after('4m')
    await post()
    await after('4m59s')
    phone('ann').isQuiet()
    await after('1s')
    await phone('ann').rings({ kind: 'notice', says: /not recovery/ })
    expect(await incident()).toMatchObject({ status: 'acknowledged', openAlerts: 1 })
    expect(await alertsOf(night)).toMatchObject([{ silentAt: expect.any(String) }])
    await post()
    expect(await alertsOf(night)).toMatchObject([{ silentAt: null, count: 3 }])
  },
)

scenario('resolving by hand ends the page; a monitor that goes on firing brings the incident back, one tier up', async (night) => {
  const { alert, api, phone, after } = night
  await alert('checkout is down')
  await phone('ann').rings()
  expect((await api('POST', '/incidents/1/resolve', {})).status).toBe(200)
  await phone('ann').rings({ kind: 'notice', says: /by hand/ })
  await after('1m')
  await alert('checkout is down')
  await phone('ben').rings()
  expect(await incidentsOf(night)).toHaveLength(1)
})

scenario(
  'alerts that agree on the labels named belong together, others do not',
  async (night) => {
    const post = (labels: Record<string, string>) =>
      night.node.app.inject({
        method: 'POST',
        url: alertmanagerDoor,
        payload: JSON.stringify([{ labels: { alertname: 'Down', severity: 'critical', ...labels } }]),
      })
    await post({ region: 'eu', pod: '1' })
    await post({ region: 'eu', pod: '2' })
    await post({ region: 'us', pod: '1' })
    await night.settle()
    expect(await incidentsOf(night)).toHaveLength(2)
    await night.phone('ann').rings({ says: /and 1 more incident\)/ })
  },
  {
    organisation: organisation({
      people: [person('ann'), person('ben'), person('cat'), person('last')],
      services: [service('checkout', 'standard', { grouping: { by: 'labels', labels: ['region'], windowMinutes: 5 } })],
    }),
  },
)
