// The bridge that opens by itself: its address is on the log, once, for what is grave, before anybody has to look for it.
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation } from '@muster/testkit/night/organisation.ts'
import { told as tell } from '@muster/testkit/scenario.ts'
import type { ConfigInput } from '@muster/contract/config-document.ts'
import { expect, inject, test } from 'vitest'

const URL_OF = 'https://meet.example.org/incident-{number}'
const withBridge = (bridge: unknown = { url: URL_OF, classes: ['crisis', 'major'] }): ConfigInput =>
  organisation({ organisation: { name: 'The shop', bridge: bridge as never } })

const told = (title: string, story: (night: Night) => Promise<void>, document = withBridge()) =>
  tell(title, story, { organisation: document })

const bridges = async (night: Night, number = 1) =>
  (await night.log(number)).filter(({ type, body }) => type === 'link.added' && body['kind'] === 'bridge')

told(
  '[IR-04] a grave incident has its bridge on the log in the moment it opens, by Muster, and the page that woke somebody leads there',
  async (night) => {
    await night.alert('checkout is down')
    const [entry, ...others] = await bridges(night)
    expect(others).toEqual([])
    expect(entry).toMatchObject({
      by: 'Muster',
      says: 'Muster opened the bridge https://meet.example.org/incident-1',
      body: { by: { type: 'system' } },
    })
    expect(entry?.at).toBe((await night.incident()).openedAt)
    const known = Object((await night.api('GET', '/incidents/1/known')).body)
    expect(known.links).toEqual([expect.objectContaining({ kind: 'bridge', url: 'https://meet.example.org/incident-1' })])
    const page = await (await night.phone('ann').rings()).open()
    expect(page).toContain('<a href="https://meet.example.org/incident-1" rel="noreferrer">Join the bridge call</a>')
    await night.api('POST', '/incidents/1/resolve', {})
    const url = night.providers.arrived[0]?.message.url ?? ''
    expect((await night.node.app.inject({ url: new URL(url).pathname })).payload).not.toContain('Join the bridge')
  },
)

told('[IR-04] one that is minor has none until it is graver, by a person or by an alert, and then one for good', async (night) => {
  const change = (to: string) =>
    night.api('POST', '/incidents/1/record', { entry: { type: 'severity.changed', to, why: 'as it looks now' } })
  await night.alert('a little slow', { severity: 'warning' })
  expect(await bridges(night)).toEqual([])
  await change('SEV1')
  expect(await bridges(night)).toHaveLength(1)
  await change('SEV3')
  await change('SEV0')
  await night.alert('all is down', { key: 'k2', severity: 'critical' })
  expect(await bridges(night)).toHaveLength(1)
})

told('[IR-04] a graver alert that joins opens it too, and what comes back within the half hour keeps it', async (night) => {
  await night.alert('a little slow', { severity: 'warning' })
  expect(await bridges(night)).toEqual([])
  await night.alert('all is down', { key: 'k2', severity: 'critical' })
  expect(await bridges(night)).toHaveLength(1)
  await night.clears()
  await night.clears({ key: 'k2' })
  await night.after('5m')
  await night.alert('all is down again', { key: 'k2', severity: 'critical' })
  expect((await night.log()).map(({ type }) => type)).toContain('incident.reopened')
  expect(await bridges(night)).toHaveLength(1)
})

told('[IR-04] a declared one has it with its own number; a test has none', async (night) => {
  const declare = (title: string, test: boolean) =>
    night.api('POST', '/incidents', { service: 'checkout', title, severity: 'SEV0', test, anyway: true })
  await declare('only a test', true)
  await declare('orders vanish', false)
  expect(await bridges(night, 1)).toEqual([])
  expect((await bridges(night, 2)).map(({ body }) => body['url'])).toEqual(['https://meet.example.org/incident-2'])
  await night.api('POST', '/incidents/1/record', { entry: { type: 'severity.changed', to: 'SEV1', why: 'to see' } })
  expect(await bridges(night, 1)).toEqual([])
})

told('[IR-04] nobody takes back what Muster opened: it is what happened', async (night) => {
  await night.alert('checkout is down')
  const { seq } = (await bridges(night))[0] ?? { seq: 0 }
  const entry = { type: 'entry.withdrawn', seq, why: 'to see' }
  expect((await night.api('POST', '/incidents/1/record', { entry })).status).toBe(422)
})

test('[IR-04] a bridge is given back by export, kept when it is left out, taken away with null, and an open incident keeps its own', async () => {
  const night = await startNight(inject('cluster'), { organisation: withBridge() })
  const exported = async () => Object((await night.api('GET', '/config')).body).organisation.bridge
  expect(await exported()).toEqual({ url: URL_OF, classes: ['crisis', 'major'] })
  await night.apply(organisation({ organisation: { name: 'The shop' } }))
  expect(await exported()).toEqual({ url: URL_OF, classes: ['crisis', 'major'] })
  await night.alert('checkout is down')
  const { body } = await night.api('POST', '/config', withBridge(null))
  expect(Object(body).steps).toEqual([{ action: 'change', kind: 'organisation', slug: 'organisation', fields: ['bridge'] }])
  expect(await exported()).toBeUndefined()
  expect(await bridges(night)).toHaveLength(1)
  const edit = {
    put: { organisation: { name: 'The shop', bridge: { url: URL_OF } } },
    was: { organisation: { name: 'The shop', bridge: null } },
  }
  expect((await night.api('POST', '/config/edit', edit)).status).toBe(200)
  expect((await night.api('POST', '/config/edit', edit)).body).toMatchObject({
    data: { reason: 'changed-meanwhile', hint: expect.stringContaining('bridge') },
  })
  await night.close()
})

test.each([
  ['http://meet.example.org/1', /https address/],
  ['javascript:alert(1)', /https address/],
  ['meet.example.org', /https address/],
  ['https://ann:secret@meet.example.org/', /Leave name and password out/],
  ['https://{number}.example.org/', /behind the name of the server/],
  ['https://meet.example.org/{severity}', /one word in braces/],
  ['', /https address/],
])('[IR-04] an address that nobody could join is refused with what to write: %s', async (url, says) => {
  const night = await startNight(inject('cluster'))
  const { status, body } = await night.api('POST', '/config', withBridge({ url }))
  expect(status).toBe(422)
  expect(Object(body).data.faults).toEqual([{ at: 'organisation.bridge.url', says: expect.stringMatching(says) }])
  await night.close()
})
