// Acknowledged is not moving, and who had it may have it no more: the page given back, an answer forgotten, command vacant.
import type { ProtocolView } from '@muster/contract/protocol.ts'
import type { Night, NightOptions } from '@muster/testkit/night/night.ts'
import { organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { told as tell } from '@muster/testkit/scenario.ts'
import { expect } from 'vitest'

const withRoles = (...calls: string[]) => ({
  organisation: organisation({
    people: ['ann', 'ben', 'cat', 'last', 'sam', 'ivy'].map((one) => person(one)),
    policies: [policy('standard', [rung(5, 'ann'), rung(5, 'ben')], { calls })],
    services: [service('checkout', 'standard'), service('payments', 'standard', { criticalPath: true })],
    roles: { senior: [{ person: 'sam' }], commander: [{ person: 'ivy' }, { person: 'cat' }] },
  }),
})

const scenario = (title: string, options: NightOptions, story: (night: Night) => Promise<void>): void => tell(title, story, options)

const roleOf = async ({ api }: Night, id: string) =>
  ((await api('GET', '/incidents/1/protocol')).body as ProtocolView).roles.find((one) => one.id === id)
const record = ({ api }: Night, entry: object, as = 'ann') => api('POST', '/incidents/1/record', { as, entry })
const told = async ({ log }: Night, type: string) => (await log()).filter((entry) => entry.type === type).map(({ says }) => says)

/** They may be told something, and are called for nothing. */
const quietPages = ({ providers, phone }: Night, ...people: string[]) => {
  for (const one of people)
    expect(
      providers.arrived.filter(
        (each) => each.to.startsWith(`${one}/`) && each.message.kind === 'page' && !phone(one).heard().includes(each),
      ),
    ).toEqual([])
}

scenario('[RD-02] whoever gives the page back is the support engineer no more; whoever answers next is', withRoles(), async (night) => {
  await night.alert('checkout is down')
  const ann = await night.phone('ann').rings()
  await ann.press('acknowledge')
  expect(await roleOf(night, 'support')).toMatchObject({ who: { name: 'Ann' } })
  await ann.press('decline')
  expect(await roleOf(night, 'support')).toMatchObject({ who: null })
  await (await night.phone('ben').rings()).press('acknowledge')
  expect(await roleOf(night, 'support')).toMatchObject({ who: { name: 'Ben' } })
  // Somebody else who cannot take it takes it from nobody.
  await ann.press('decline')
  expect(await roleOf(night, 'support')).toMatchObject({ who: { name: 'Ben' } })
})

scenario(
  '[RD-02] an answer that was forgotten makes nobody the support engineer any more',
  {
    organisation: organisation({ policies: [policy('standard', [rung(5, 'ann'), rung(5, 'ben')], { ackTimeoutMinutes: 30 })] }),
  },
  async (night) => {
    await night.alert('checkout is down')
    await (await night.phone('ann').rings()).press('acknowledge')
    await night.after('30m')
    expect(await roleOf(night, 'support')).toMatchObject({ who: null })
    await night.after('5m')
    await (await night.phone('ben').rings()).press('acknowledge')
    expect(await roleOf(night, 'support')).toMatchObject({ who: { name: 'Ben' } })
  },
)

scenario(
  '[RD-02] [OR-04] whoever asked for help and is called away takes no answer of the helper’s with them',
  withRoles(),
  async (night) => {
    await night.alert('checkout is down')
    const ann = await night.phone('ann').rings()
    await ann.press('acknowledge')
    await ann.press('help')
    await (await night.phone('ben').rings()).press('acknowledge')
    expect(await roleOf(night, 'support')).toMatchObject({ who: { name: 'Ann' } })
    await night.alert('no payment goes through', { service: 'payments', key: 'k2' })
    await night.api('POST', '/incidents/1/move', { as: 'cat', person: 'ann', to: '2', role: 'dba' })
    expect(await night.incident()).toMatchObject({ status: 'acknowledged', holder: { name: 'Ben' } })
    expect(await roleOf(night, 'support')).toMatchObject({ who: { name: 'Ben' } })
  },
)

scenario(
  '[RD-01] command that is given back is called for again, and whoever gave it back comes last',
  withRoles('commander-always'),
  async (night) => {
    await night.alert('checkout is down')
    await (await night.phone('ann').rings()).press('acknowledge')
    await (await night.phone('ivy').rings()).press('acknowledge')
    await night.after('10m')
    await record(night, { type: 'role.released', role: 'commander' }, 'ivy')
    await night.phone('cat').rings({ says: /Called as Incident commander/ })
    await night.after('4m')
    expect(await told(night, 'duty.nudged')).toContainEqual(expect.stringMatching(/Get an incident commander again/))
    quietPages(night, 'ivy')
  },
)

scenario(
  '[RD-01] whoever is alone in a role and gives it back is not rung for it at once, and when its clock has run out',
  {
    organisation: organisation({
      policies: [policy('standard', [rung(5, 'ann')], { calls: ['commander-always'] })],
      roles: { commander: [{ person: 'cat' }] },
    }),
  },
  async (night) => {
    await night.alert('checkout is down')
    await (await night.phone('ann').rings()).press('acknowledge')
    await (await night.phone('cat').rings()).press('acknowledge')
    await record(night, { type: 'role.released', role: 'commander' }, 'cat')
    await night.after('2m59s')
    quietPages(night, 'cat')
    await night.after('1s')
    await night.phone('cat').rings({ says: /Called as Incident commander.*: Get an incident commander again/ })
  },
)

scenario(
  '[PO-06] [MX-03] acknowledged and silent: a nudge, then a senior beside, though nobody has written a word',
  withRoles(),
  async (night) => {
    await night.alert('checkout is down')
    await (await night.phone('ann').rings()).press('acknowledge')
    await night.after('4m59s')
    quietPages(night, 'sam')
    await night.after('1s')
    expect(await told(night, 'duty.nudged')).toContainEqual(expect.stringMatching(/Reminded Ann: Say what you are doing/))
    quietPages(night, 'sam')
    await night.after('5m')
    await night.phone('sam').rings({ says: /Called as Senior.*: Say what you are doing, or ask for help/ })
  },
)
