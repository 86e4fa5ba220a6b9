// Several incidents at once: what belongs together, who commands all of it, what is one and the same.
import type { ProtocolView } from '@muster/contract/protocol.ts'
import { organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { describe, expect, inject, test } from 'vitest'

const shop = organisation({
  people: ['ann', 'ben', 'cat', 'cleo', 'last'].map((one) => person(one)),
  policies: [policy('standard', [rung(5, 'ann')]), policy('login', [rung(5, 'ben')])],
  services: [
    service('payments', 'standard', { criticalPath: true }),
    service('login', 'login', { dependsOn: ['payments'] }),
    service('checkout', 'login', { dependsOn: ['login'] }),
  ],
})

/** Each says who must be called; with several incidents at once the rest is not listed. */
function scenario(title: string, story: (night: Night) => Promise<void>): void {
  test(title, async () => {
    const night = await startNight(inject('cluster'), { organisation: shop })
    try {
      await story(night)
    } finally {
      await night.close()
    }
  })
}

const record = ({ api }: Night, number: number, as: string, entry: object) => api('POST', `/incidents/${number}/record`, { as, entry })
const link = ({ api }: Night, from: number, to: number, kind = 'part-of') =>
  api('POST', `/incidents/${from}/link`, { as: 'cleo', to: String(to), kind })
const told = async ({ log }: Night, number: number, type: string) =>
  (await log(number)).filter((entry) => entry.type === type).map(({ says }) => says)
const commander = async ({ api }: Night, number: number) => {
  const { body } = await api('GET', `/incidents/${number}/protocol`)
  return (body as ProtocolView).roles.find(({ id }) => id === 'commander')?.who?.name ?? null
}

async function twoAtOnce(night: Night): Promise<void> {
  await night.alert('no payment goes through', { service: 'payments' })
  await night.alert('nobody can sign in', { service: 'login', key: 'k2' })
}

describe('what belongs together', () => {
  scenario('[OR-04] a link stands on both logs, each in its own words, and is taken away the same way', async (night) => {
    await twoAtOnce(night)
    expect(await link(night, 2, 1)).toMatchObject({
      status: 200,
      body: { number: 2, links: [{ number: 1, side: 'part-of', status: 'triggered' }] },
    })
    expect((await night.incident(1)).links).toMatchObject([{ number: 2, side: 'has-part' }])
    expect(await told(night, 2, 'incident.linked')).toEqual(['Cleo made it a part of #1, "no payment goes through".'])
    expect(await told(night, 1, 'incident.linked')).toEqual(['Cleo made #2, "nobody can sign in", a part of it.'])
    expect(await link(night, 1, 2)).toMatchObject({ status: 409, body: { data: { reason: 'already-linked' } } })
    expect(await link(night, 1, 1)).toMatchObject({ status: 409, body: { data: { reason: 'same-incident' } } })
    const { body } = await night.api('GET', '/incidents/2/brief')
    expect(JSON.stringify(body)).toContain('A part of #1: no payment goes through')
    expect(await night.api('POST', '/incidents/1/unlink', { as: 'cleo', to: '2' })).toMatchObject({ status: 200, body: { links: [] } })
    expect(await told(night, 2, 'incident.unlinked')).toEqual(['Cleo said that it is no part of #1, "no payment goes through".'])
    expect(await night.api('POST', '/incidents/1/unlink', { to: '2' })).toMatchObject({
      status: 409,
      body: { data: { reason: 'not-linked' } },
    })
  })

  scenario(
    '[EC-04] [OR-04] two SEV1s, one commander: who commands the umbrella commands its parts, from the moment it is taken',
    async (night) => {
      await twoAtOnce(night)
      await link(night, 2, 1)
      expect(await commander(night, 2)).toBeNull()
      await record(night, 1, 'cleo', { type: 'role.taken', role: 'commander' })
      expect(await commander(night, 1)).toBe('Cleo')
      expect(await commander(night, 2)).toBe('Cleo')
      expect(await told(night, 2, 'role.taken')).toEqual(['Cleo is Incident commander now, through #1.'])
      // What is owed knows it too: nobody is asked for a commander any more.
      const { body } = await night.api('GET', '/incidents/2/protocol')
      expect((body as ProtocolView).owed.map(({ duty }) => duty)).not.toContain('command')
      await record(night, 1, 'cleo', { type: 'role.taken', role: 'commander', person: 'cat' })
      expect(await commander(night, 2)).toBe('Cat')
      await record(night, 2, 'ben', { type: 'role.taken', role: 'commander' })
      await record(night, 1, 'cat', { type: 'role.released', role: 'commander' })
      expect(await commander(night, 2)).toBe('Ben')
      await record(night, 1, 'cleo', { type: 'role.taken', role: 'commander' })
      await record(night, 2, 'ben', { type: 'role.released', role: 'commander' })
      expect(await commander(night, 2)).toBe('Cleo')
      await night.api('POST', '/incidents/2/unlink', { to: '1' })
      expect(await commander(night, 2)).toBeNull()
    },
  )
})

test('[OR-04] whoever answers the call for the commander of an umbrella commands its parts from that press on', async () => {
  const night = await startNight(inject('cluster'), { organisation: { ...shop, roles: { commander: [{ person: 'cat' }] } } })
  try {
    await twoAtOnce(night)
    await link(night, 2, 1)
    // On the critical path the commander is called at once.
    await (await night.phone('cat').rings({ says: /Called as Incident commander/ })).press('acknowledge')
    expect(await commander(night, 1)).toBe('Cat')
    expect(await commander(night, 2)).toBe('Cat')
  } finally {
    await night.close()
  }
})

describe('what is one and the same', () => {
  const merge = ({ api }: Night, from: number, into: number) =>
    api('POST', `/incidents/${from}/merge`, { as: 'cleo', into: String(into), why: 'One gateway' })

  scenario(
    '[OR-04] the alerts of the one go on in the other, its pages stop, and whoever was called is told where it went',
    async (night) => {
      await twoAtOnce(night)
      await night.phone('ann').rings()
      const call = await night.phone('ben').rings()
      await record(night, 2, 'ben', { type: 'role.taken', role: 'commander' })
      expect(await merge(night, 2, 1)).toMatchObject({
        status: 200,
        body: { number: 1, openAlerts: 2, alertCount: 2, links: [{ number: 2, side: 'absorbed', status: 'resolved' }] },
      })
      expect(await night.incident(2)).toMatchObject({ status: 'resolved', openAlerts: 0, links: [{ number: 1, side: 'merged' }] })
      await night.phone('ben').rings({ kind: 'notice', says: /It goes on in #1, "no payment goes through"/ })
      night.phone('ann').isQuiet()
      expect(await call.open()).toMatch(/It goes on in #1, .*no payment goes through/)
      expect(await told(night, 2, 'incident.merged')).toEqual(['Cleo merged it into #1, "no payment goes through": One gateway'])
      expect(await told(night, 1, 'incident.absorbed')).toEqual([
        'Cleo merged #2, "nobody can sign in", into this one, with its open alert: One gateway',
      ])
      expect(await told(night, 2, 'incident.resolved')).toEqual([])
      expect(await told(night, 2, 'role.released')).toEqual(['The role of Incident commander ends here.'])
      const { body } = await night.api('GET', '/alerts?status=open')
      expect(Object(body).items).toHaveLength(2)
      // Nothing of it is owed, nobody is called for it again.
      await night.after('20m')
      night.phone('ben').isQuiet()
    },
  )

  scenario('[OR-04] what its monitor says next it says of the other; the one is never opened again', async (night) => {
    await twoAtOnce(night)
    await merge(night, 2, 1)
    await night.clears({ service: 'login', key: 'k2' })
    expect(await night.incident(1)).toMatchObject({ status: 'triggered', openAlerts: 1 })
    await night.alert('nobody can sign in', { service: 'login', key: 'k2' })
    expect(await night.incident(1)).toMatchObject({ openAlerts: 2, alertCount: 3 })
    // Another alert that belongs with it by its service.
    await night.alert('sign-in is slow', { service: 'login', key: 'k3' })
    expect(await night.incident(1)).toMatchObject({ openAlerts: 3 })
    for (const key of ['k1', 'k2', 'k3']) await night.clears({ service: key === 'k1' ? 'payments' : 'login', key })
    expect(await night.incident(1)).toMatchObject({ status: 'resolved' })
    await night.after('10m')
    await night.alert('nobody can sign in', { service: 'login', key: 'k2' })
    expect(await night.incident(1)).toMatchObject({ status: 'triggered', openAlerts: 1 })
    expect(await night.incident(2)).toMatchObject({ status: 'resolved', openAlerts: 0 })
    await night.api('POST', '/incidents/1/resolve', {})
    await night.after('2h')
    await night.alert('nobody can sign in', { service: 'login', key: 'k2' })
    expect(await night.incident(3)).toMatchObject({ status: 'triggered' })
  })

  scenario('a graver one makes the other as grave, and pages for it; what is over is not merged', async (night) => {
    await night.alert('slow', { service: 'checkout', severity: 'warning' })
    expect(await night.incident(1)).toMatchObject({ severity: 'SEV3', pages: [] })
    await night.alert('nobody can sign in', { service: 'login', key: 'k2' })
    await night.phone('ben').rings()
    await merge(night, 2, 1)
    expect(await night.incident(1)).toMatchObject({ severity: 'SEV1', openAlerts: 2 })
    await night.phone('ben').rings({ says: /Checkout/ })
    expect(await merge(night, 2, 1)).toMatchObject({ status: 409, body: { data: { reason: 'already-resolved' } } })
    expect(await merge(night, 1, 2)).toMatchObject({ status: 409, body: { data: { reason: 'target-resolved' } } })
  })

  scenario('merged the other way round at the same moment, one of the two goes on; nothing open is lost', async (night) => {
    await twoAtOnce(night)
    const answers = await Promise.all([merge(night, 2, 1), merge(night, 1, 2), night.alert('worse', { service: 'login', key: 'k3' })])
    expect(
      answers
        .slice(0, 2)
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual([200, 409])
    const both = [await night.incident(1), await night.incident(2)]
    expect(both.filter(({ status }) => status === 'resolved')).toHaveLength(1)
    expect(both.map(({ openAlerts }) => openAlerts).toSorted()).toEqual([0, 3])
    const { body } = await night.api('GET', '/alerts?status=open')
    expect(Object(body).items).toHaveLength(3)
  })
})
