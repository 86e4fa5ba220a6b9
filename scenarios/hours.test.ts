// Working hours: what is minor waits for them, is called for by them, and is never lost.
import { expect } from 'vitest'
import type { ConfigInput } from '@muster/contract/config-document.ts'
import { drain } from '@muster/server/jobs/engine.ts'
import type { Night } from '@muster/testkit/night/night.ts'
import { organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { scenario } from '@muster/testkit/scenario.ts'

const hours = { timeZone: 'Europe/Berlin', week: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }], holidays: [] as string[] }
const acme: ConfigInput = organisation({
  organisation: { name: 'Acme', hours },
  people: ['ann', 'ben', 'last'].map((one) => person(one)),
  policies: [policy('standard', [rung(5, 'ann'), rung(5, 'ben')], { ackTimeoutMinutes: 30 })],
})
const fridayNight = { organisation: acme, start: Date.parse('2026-11-27T21:30:00Z') }
const mondayNoon = { organisation: acme, start: Date.parse('2026-11-30T11:00:00Z') }

const takes = (night: Night, as: string) => night.api('POST', '/incidents/1/acknowledge', { as })
const raise = (night: Night) => night.alert('a logo is missing', { severity: 'warning' })
const types = async (night: Night) => (await night.log()).map(({ type }) => type)
const toMonday = '58h30m'

scenario(
  '[SV-02] a SEV3 of Friday night wakes nobody until Monday morning, says so, and then climbs in fifteen minutes a rung',
  async (night) => {
    await raise(night)
    expect(await night.incident()).toMatchObject({
      severity: 'SEV3',
      status: 'triggered',
      waits: { until: '2026-11-30T08:00:00.000Z', says: 'Waits for working hours: Mon 09:00' },
    })
    expect((await night.why('ann')).sentence).toBe('Ann was not paged: SEV3 waits for working hours: Mon 09:00.')
    await night.after('58h29m')
    await night.after('1m')
    await night.phone('ann').rings()
    expect(await night.incident()).toMatchObject({ waits: null })
    await night.after('14m')
    night.phone('ben').isQuiet()
    await night.after('1m')
    await night.phone('ben').rings()
    await takes(night, 'ben')
  },
  fridayNight,
)

scenario(
  '[SV-02] a SEV3 in working hours is called for at once, and its ladder rests when work ends',
  async (night) => {
    await night.after('4h50m')
    await raise(night)
    await night.phone('ann').rings()
    await night.after('12h')
    night.phone('ben').isQuiet()
    await night.after('4h14m')
    night.phone('ben').isQuiet()
    await night.after('1m')
    await night.phone('ben').rings()
    await takes(night, 'ben')
  },
  mondayNoon,
)

scenario(
  '[SV-02] what is made graver at night is called for at once, and not again in the morning',
  async (night) => {
    await raise(night)
    await night.after('1h')
    await night.alert('the shop is down', { severity: 'critical' })
    await night.phone('ann').rings()
    await takes(night, 'ann')
    expect(await night.incident()).toMatchObject({ severity: 'SEV1', waits: null })
    await night.after('29m')
    await night.clears()
    await night.phone('ann').rings({ kind: 'notice' })
    await night.after(toMonday)
  },
  fridayNight,
)

scenario(
  '[SV-02] who makes it graver by hand wakes people at once, and lowering it again stops nobody',
  async (night) => {
    await raise(night)
    const change = (to: string) =>
      night.api('POST', '/incidents/1/record', { as: 'ben', entry: { type: 'severity.changed', to, why: 'Many are hit' } })
    expect(await change('SEV2')).toMatchObject({ status: 200 })
    await night.phone('ann').rings()
    await change('SEV3')
    await night.after('5m')
    await night.phone('ben').rings()
    await takes(night, 'ben')
    expect(await types(night)).not.toContain('incident.not-paged')
  },
  fridayNight,
)

scenario(
  '[SV-02] a SEV3 that climbs in working time goes on at once when it becomes graver after work',
  async (night) => {
    await night.after('4h50m')
    await raise(night)
    await night.phone('ann').rings()
    await night.after('2h')
    await night.alert('the shop is down', { severity: 'critical' })
    await night.phone('ann').rings()
    await night.after('5m')
    await night.phone('ben').rings()
    await takes(night, 'ben')
  },
  mondayNoon,
)

scenario(
  '[OR-04] a SEV1 that is merged into a SEV3 climbing in working time calls at once',
  async (night) => {
    await night.after('4h50m')
    await raise(night)
    await night.phone('ann').rings()
    await night.after('2h')
    await night.alert('nobody can sign in', { severity: 'critical', service: 'login', key: 'k2' })
    await night.phone('ben').rings()
    expect(await night.api('POST', '/incidents/2/merge', { as: 'ben', into: '1', why: 'It is the same' })).toMatchObject({ status: 200 })
    await night.phone('ben').rings({ kind: 'notice' })
    await night.phone('ann').rings({ says: /SEV1/ })
    await night.after('5m')
    await night.phone('ben').rings()
    await takes(night, 'ben')
  },
  {
    ...mondayNoon,
    organisation: {
      ...acme,
      policies: [policy('standard', [rung(5, 'ann'), rung(5, 'ben')]), policy('login', [rung(5, 'ben')])],
      services: [service('checkout', 'standard'), service('login', 'login')],
    },
  },
)

scenario(
  '[SV-02] an answer that was to hold in working time holds as long in plain time, once it has become graver after work',
  async (night) => {
    await night.after('4h50m')
    await raise(night)
    await (await night.phone('ann').rings()).press('acknowledge')
    await night.after('2h')
    await night.alert('the shop is down', { severity: 'critical' })
    await night.after('29m')
    night.phone('ann').isQuiet()
    await night.after('1m')
    await night.phone('ann').rings()
    await takes(night, 'ann')
  },
  mondayNoon,
)

scenario(
  '[PO-06] what waited for work to be said is said at once when an alert makes it graver, also where nobody is named for a role',
  async (night) => {
    await raise(night)
    await takes(night, 'ann')
    const entry = { type: 'finding.noted', text: 'The logo is not on the server' }
    expect(await night.api('POST', '/incidents/1/record', { as: 'ann', entry })).toMatchObject({ status: 200 })
    await night.after('1h')
    await night.alert('the shop is down', { severity: 'critical' })
    await night.phone('ann').rings()
    await night.phone('ann').rings({ kind: 'notice', says: /Overdue: Say what you are doing/ })
  },
  fridayNight,
)

scenario(
  '[SV-02] what is over, or in somebody’s hands, by Monday wakes nobody',
  async (night) => {
    await raise(night)
    await night.clears()
    await night.alert('another logo is missing', { severity: 'warning', key: 'k2', service: 'login' })
    expect(await night.incident(2)).toMatchObject({ waits: { says: 'Waits for working hours: Mon 09:00' } })
    expect(await night.api('POST', '/incidents/2/acknowledge', { as: 'ben' })).toMatchObject({
      body: { status: 'acknowledged', waits: null },
    })
    await night.after('72h')
  },
  { ...fridayNight, organisation: { ...acme, services: [service('checkout', 'standard'), service('login', 'standard')] } },
)

scenario(
  '[SV-02] a wait survives a node that dies: another one begins the ladder',
  async (night) => {
    await raise(night)
    const other = await night.anotherNode('second')
    await night.node.close()
    night.clock.set(Date.parse('2026-11-30T08:00:00Z'))
    await drain(other.world)
    await night.phone('ann').rings()
  },
  fridayNight,
)

scenario(
  '[SV-02] a service keeps the hours of its own team, and another calendar counts for what is open',
  async (night) => {
    await raise(night)
    expect(await night.incident()).toMatchObject({ waits: { says: 'Waits for working hours: Sat 09:00' } })
    await night.apply({ ...acme, services: [service('checkout', 'standard', { hours: { ...hours, holidays: ['2026-11-30'] } })] })
    expect(await night.incident()).toMatchObject({ waits: { says: 'Waits for working hours: Tue 09:00' } })
    expect(await types(night)).toContain('incident.context')
    await night.after('82h30m')
    await night.phone('ann').rings()
    await takes(night, 'ann')
  },
  {
    ...fridayNight,
    organisation: {
      ...acme,
      services: [service('checkout', 'standard', { hours: { ...hours, week: [{ days: [6], from: '09:00', to: '12:00' }] } })],
    },
  },
)

scenario(
  '[SV-02] a policy applied to a ladder in working time leaves it in working time',
  async (night) => {
    await night.after('4h50m')
    await raise(night)
    await night.phone('ann').rings()
    await night.apply({ ...acme, policies: [policy('standard', [rung(5, 'ann'), rung(5, 'last')])] })
    expect(await night.api('POST', '/incidents/1/apply-policy', {})).toMatchObject({ status: 200 })
    await night.phone('ann').rings()
    await night.after('16h14m')
    night.phone('last').isQuiet()
    await night.after('1m')
    await night.phone('last').rings()
    await takes(night, 'last')
  },
  mondayNoon,
)

scenario('[SV-02] without a calendar a SEV3 is on the screen and wakes nobody', async (night) => {
  await raise(night)
  expect(await night.incident()).toMatchObject({ waits: null })
  await night.after('100h')
  expect((await night.why('ann')).sentence).toBe('Ann was not paged: SEV3 waits for business hours.')
})

const atWork = (night: Night) => night.after('4h50m')

scenario(
  '[SV-02] the end of a SEV3 is told in working time to whoever was called for it: nobody is woken to hear that it is over',
  async (night) => {
    await atWork(night)
    await raise(night)
    await night.phone('ann').rings()
    await night.after('6h')
    await night.clears()
    expect(await night.incident()).toMatchObject({ status: 'resolved' })
    night.phone('ann').isQuiet()
    await night.after('10h9m')
    night.phone('ann').isQuiet()
    await night.after('1m')
    await night.phone('ann').rings({ kind: 'notice', says: /cleared/ })
  },
  mondayNoon,
)

scenario(
  '[SV-02] a SEV3 that comes back before work begins is called for, and nobody is told that it is over',
  async (night) => {
    await atWork(night)
    await raise(night)
    await night.phone('ann').rings()
    await night.after('15h45m')
    await night.clears()
    await night.after('10m')
    await raise(night)
    expect(await night.incident()).toMatchObject({ number: 1, status: 'triggered' })
    await night.after('14m')
    night.phone('ann').isQuiet()
    await night.after('1m')
    await night.phone('ann').rings()
    await takes(night, 'ann')
  },
  mondayNoon,
)

scenario(
  '[SV-02] what a SEV3 owes is overdue on the screen at night, and whoever owes it is reminded when work begins',
  async (night) => {
    await atWork(night)
    await raise(night)
    await night.phone('ann').rings()
    await takes(night, 'ann')
    const entry = { type: 'update.sent', audience: 'room', text: 'The logo is looked for', nextMinutes: 30 }
    expect(await night.api('POST', '/incidents/1/record', { as: 'ann', entry })).toMatchObject({ status: 200 })
    const overdue = async () =>
      Object((await night.api('GET', '/incidents/1/protocol')).body).owed.filter(({ state }: { state: string }) => state === 'overdue')
    const reminded = async () => (await types(night)).filter((type) => type.startsWith('duty.')).length
    await night.after('12h')
    const before = await reminded()
    expect((await overdue()).length).toBeGreaterThan(0)
    night.phone('ann').isQuiet()
    await night.after('4h10m')
    expect(await reminded()).toBeGreaterThan(before)
    await night.phone('ann').rings({ kind: 'notice', says: /Overdue/ })
  },
  mondayNoon,
)
