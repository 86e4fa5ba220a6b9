// Config as code: one document makes the organisation, and the same document twice changes nothing.
import { expect } from 'vitest'
import type { ConfigInput } from '@muster/contract/config-document.ts'
import { keyOf, organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { scenario } from '@muster/testkit/scenario.ts'

const secretive: ConfigInput = organisation({
  people: [
    person('ann', { contacts: [{ slug: 'hook', channel: 'webhook', address: 'ann/hook', secret: 'between us' }] }),
    person('ben'),
    person('last'),
  ],
})

scenario('the same document applied twice changes nothing the second time, keys and secrets included', async ({ api }) => {
  expect((await api('POST', '/config', secretive)).body).toMatchObject({
    steps: expect.arrayContaining([{ action: 'change', kind: 'person', slug: 'ann', fields: ['contacts', 'rules'] }]),
  })
  expect((await api('POST', '/config/plan', secretive)).body).toMatchObject({ steps: [] })
  expect((await api('POST', '/config', secretive)).body).toMatchObject({ steps: [] })
})

scenario('what export gives back, apply takes, and nothing changes; no secret and no key is in it', async ({ api }) => {
  await api('POST', '/config', secretive)
  const exported = await api('GET', '/config')
  expect(JSON.stringify(exported.body)).not.toMatch(/between us|pagerduty-checkout-k/)
  expect((await api('POST', '/config', exported.body)).body).toMatchObject({ steps: [], newKeys: [] })
})

scenario('a plan says what apply would do and does nothing', async ({ api }) => {
  const wanted = organisation({
    people: [...(organisation().people ?? []), person('newcomer')],
    policies: [policy('standard', [rung(3, 'ann'), rung(5, 'ben')])],
  })
  const planned = await api('POST', '/config/plan', wanted)
  expect(planned.body).toMatchObject({
    steps: [
      { action: 'create', kind: 'person', slug: 'newcomer' },
      { action: 'change', kind: 'policy', slug: 'standard', fields: ['rungs'] },
    ],
  })
  expect((await api('POST', '/config', wanted)).body).toMatchObject({ steps: (planned.body as { steps: unknown }).steps })
})

scenario('a contact, a person and a service that were left out and come back are the same ones again', async ({ api, alert, phone }) => {
  await api('POST', '/config', organisation({ people: [person('ann', { contacts: [] }), person('ben'), person('last')] }))
  await api(
    'POST',
    '/config',
    organisation({ people: [person('ben'), person('last')], policies: [policy('standard', [rung(5, 'ben')])], services: [] }),
  )
  expect((await api('POST', '/config', organisation())).status).toBe(200)
  await alert('checkout is down')
  await phone('ann').rings()
})

scenario('an integration without a key gets one, told once; the next apply keeps it', async ({ api, node }) => {
  const document = organisation({ services: [service('checkout', 'standard', { integrations: [{ slug: 'new', kind: 'generic' }] })] })
  const first = (await api('POST', '/config', document)).body as { newKeys: { key: string }[] }
  expect(first.newKeys).toHaveLength(1)
  expect((await api('POST', '/config', document)).body).toMatchObject({ newKeys: [], steps: [] })
  const answer = await node.app.inject({
    method: 'POST',
    url: `/integrations/${first.newKeys[0]?.key}`,
    payload: JSON.stringify({ title: 'hello' }),
  })
  expect(answer.statusCode).toBeLessThan(300)
})

scenario('a key that another integration has is refused with its place, and nothing is written', async ({ api }) => {
  const document = organisation({
    services: [
      service('checkout', 'standard'),
      service('login', 'standard', { integrations: [{ slug: 'stolen', kind: 'pagerduty', key: keyOf('checkout') }] }),
    ],
  })
  expect(await api('POST', '/config', document)).toMatchObject({
    status: 422,
    body: { data: { faults: [{ at: 'services[1].integrations[0].key' }] } },
  })
  const taken = organisation({
    services: [service('login', 'standard', { integrations: [{ slug: 'stolen', kind: 'pagerduty', key: keyOf('checkout') }] })],
  })
  expect(await api('POST', '/config', taken)).toMatchObject({
    status: 422,
    body: { data: { faults: [{ at: 'services[0].integrations[0].key', says: expect.stringContaining('taken') }] } },
  })
})

scenario('every name that points nowhere is told at once, with its place', async ({ api }) => {
  const document = organisation({
    policies: [policy('standard', [{ delayMinutes: 5, targets: [{ person: 'nobody' }, { schedule: 'none' }] }])],
    services: [service('checkout', 'nowhere')],
  })
  const { status, body } = await api('POST', '/config', document)
  expect(status).toBe(422)
  expect((body as { data: { faults: { at: string }[] } }).data.faults.map((fault) => fault.at)).toEqual([
    'policies[0].rungs[0].targets[0]',
    'policies[0].rungs[0].targets[1]',
    'services[0].policy',
  ])
})

scenario('what works but will surprise somebody at night is said when it is applied', async ({ api }) => {
  const document = organisation({ people: [person('ann', { contacts: [] }), person('ben'), person('last')], catchAll: { targets: [] } })
  const { warnings } = (await api('POST', '/config', document)).body as { warnings: string[] }
  expect(warnings).toEqual([expect.stringContaining('catch-all is empty'), expect.stringContaining('rung 1: nobody on it can be reached')])
})

scenario('a mapping that cannot be read and a rota that contradicts itself are refused with every place', async ({ api }) => {
  const cover = (slug: string, replaces: string, by: string) => ({
    slug,
    replaces,
    person: by,
    startsAt: '2026-03-02T00:00:00Z',
    endsAt: '2026-03-03T00:00:00Z',
  })
  const document = organisation({
    schedules: [
      {
        slug: 'front',
        name: 'Front',
        timeZone: 'UTC',
        layers: [{ slug: 'primary', participants: [], startsOn: '2026-02-30' }],
        overrides: [cover('one', 'ann', 'ben'), cover('two', 'ben', 'ann')],
      },
    ],
    services: [
      service('checkout', 'standard', { integrations: [{ slug: 'own', kind: 'generic', mapping: { summary: '$.a b', colour: '$.c' } }] }),
    ],
  })
  const { status, body } = await api('POST', '/config', {
    ...document,
    schedules: document.schedules?.map((one) => ({ ...one, layers: one.layers.map((layer) => ({ ...layer, startsOn: '2026-03-02' })) })),
  })
  expect(status).toBe(422)
  expect((body as { data: { faults: { at: string }[] } }).data.faults.map((fault) => fault.at)).toEqual([
    'services[0].integrations[0].mapping.colour',
    'services[0].integrations[0].mapping.summary',
    'schedules[0].layers[0].participants',
    'schedules[0].overrides[0].person',
    'schedules[0].overrides[1].person',
  ])
  expect((await api('POST', '/config', document)).status).toBe(422)
})
