// Changing some things from the console: only those, only as they were looked at, and never behind the back of a file.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { keyOf, organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { addToken } from '@muster/testkit/night/tenant.ts'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'

let night: Night

beforeEach(async () => {
  night = await startNight(inject('cluster'))
})
afterEach(() => night.close())

const exported = async (): Promise<ConfigDocument> => (await night.api('GET', '/config')).body as ConfigDocument
const edit = (body: object) => night.api('POST', '/config/edit', body)
const standard = policy('standard', [rung(3, 'ann'), rung(5, 'ben')])

test('an edit changes what it names and nothing else, and stands in the audit as one line', async () => {
  const before = await exported()
  const { body } = await edit({ put: { policies: [standard], people: [{ slug: 'nora', name: 'Nora' }] } })
  expect(body).toMatchObject({
    steps: [
      { action: 'create', kind: 'person', slug: 'nora' },
      { action: 'change', kind: 'policy', slug: 'standard', fields: ['rungs'] },
    ],
    newKeys: [],
  })
  const after = await exported()
  expect(after.services).toEqual(before.services)
  expect(after.people.filter(({ slug }) => slug !== 'nora')).toEqual(before.people)
  expect(after.policies[0]?.rungs[0]?.delayMinutes).toBe(3)
  const { items } = Object((await night.api('GET', '/audit?action=config.edit')).body)
  expect(items).toHaveLength(1)
})

test('after an edit the keys of integrations and the secrets of contacts are what they were', async () => {
  await night.apply(
    organisation({
      people: [
        person('ann', { contacts: [{ slug: 'push', channel: 'ntfy', address: 'ann/push', secret: 's' }] }),
        person('ben'),
        person('last'),
      ],
    }),
  )
  const before = await night.node.world.db.query('select secret from contacts where secret is not null')
  await edit({ put: { policies: [standard] } })
  expect(await night.node.world.db.query('select secret from contacts where secret is not null')).toEqual(before)
  await night.alert('checkout is down')
  await night.phone('ann').rings()
})

test('an edit that does not change anything writes nothing', async () => {
  const { policies } = await exported()
  expect((await edit({ put: { policies } })).body).toMatchObject({ steps: [] })
  expect(Object((await night.api('GET', '/audit?action=config.edit')).body).items).toEqual([])
})

test('who looked at something that somebody else has changed meanwhile is told so, and nothing is written', async () => {
  const was = { policies: (await exported()).policies }
  await edit({ put: { policies: [policy('standard', [rung(9, 'cat')])] } })
  const before = await exported()
  expect(await edit({ put: { policies: [standard] }, was })).toMatchObject({
    status: 409,
    body: { data: { reason: 'changed-meanwhile', hint: expect.stringContaining('standard') } },
  })
  expect(await exported()).toEqual(before)
  expect((await edit({ put: { policies: [standard] }, was: { policies: before.policies } })).status).toBe(200)
})

test('of two people who save the same form at once, one is told that the other was first', async () => {
  const was = { policies: (await exported()).policies }
  const answers = await Promise.all([1, 2].map((minutes) => edit({ put: { policies: [policy('standard', [rung(minutes, 'ann')])] }, was })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
})

test('something new never writes over what somebody else has made under the same name meanwhile', async () => {
  await edit({ put: { people: [{ slug: 'nora', name: 'Nora' }] } })
  expect(await edit({ put: { people: [{ slug: 'nora', name: 'Norbert' }] }, was: {} })).toMatchObject({
    status: 409,
    body: { data: { reason: 'changed-meanwhile' } },
  })
})

test('what is removed and still used is refused, at its place, and stays', async () => {
  expect(await edit({ remove: { people: ['ann'] } })).toMatchObject({
    status: 422,
    body: { data: { faults: [{ at: 'policies.standard.rungs[0].targets[0]', says: expect.stringContaining('"ann"') }] } },
  })
  const answer = await edit({ put: { policies: [policy('standard', [rung(5, 'ben')])] }, remove: { people: ['ann'] } })
  expect(answer.body).toMatchObject({ steps: expect.arrayContaining([{ action: 'remove', kind: 'person', slug: 'ann', fields: [] }]) })
})

test('a fault of what was sent is told at its place in what was sent', async () => {
  const answer = await edit({ put: { policies: [policy('late', [rung(5, 'nobody')])] } })
  expect(answer).toMatchObject({ status: 422, body: { data: { faults: [{ at: 'put.policies[0].rungs[0].targets[0]' }] } } })
})

test('who looked at the name alone changes it whatever stands beside it, and is told when it was changed meanwhile', async () => {
  const { name } = (await exported()).organisation ?? { name: '' }
  await edit({ put: { organisation: { name, protocol: 'four-level' } } })
  const rename = () => edit({ put: { organisation: { name: 'The shop' } }, was: { organisation: { name } } })
  expect(await rename()).toMatchObject({ status: 200 })
  expect((await exported()).organisation).toEqual({ name: 'The shop', protocol: 'four-level' })
  expect(await rename()).toMatchObject({ status: 409, body: { data: { reason: 'changed-meanwhile' } } })
})

test('an address that could never be reached is refused at its place, and one that stands already is in nobody’s way', async () => {
  const to = (address: string) => person('ann', { contacts: [{ slug: 'push', channel: 'ntfy', address }] })
  const fault = { says: 'Nobody is reached there.' }
  expect(await edit({ put: { people: [to('nowhere/ann')] } })).toMatchObject({
    status: 422,
    body: { data: { faults: [{ ...fault, at: 'put.people[0].contacts[0].address' }] } },
  })
  await night.node.world.db.query(`update contacts set address = 'nowhere/ann' where address = 'ann/push'`)
  await night.node.world.db.query('update orgs set config_version = config_version + 1')
  expect(await edit({ put: { organisation: { name: 'Renamed' } } })).toMatchObject({ status: 200 })
  expect(await edit({ put: { people: [to('nowhere/else')] } })).toMatchObject({ status: 422 })
  expect(await edit({ put: { people: [to('ann/push')] } })).toMatchObject({ status: 200 })
})

test('a service made by an edit is told its new key once, and takes signals with it', async () => {
  const made = service('login', 'standard', { integrations: [{ slug: 'generic', kind: 'generic' }] })
  const { newKeys } = Object((await edit({ put: { services: [made] } })).body)
  expect(newKeys).toMatchObject([{ service: 'login', integration: 'generic', key: expect.any(String) }])
  const url = `/integrations/${newKeys[0].key}`
  expect((await night.node.app.inject({ method: 'POST', url, payload: '{"summary":"down","key":"k"}' })).statusCode).toBeLessThan(300)
})

test('what a file keeps is not edited here: the refusal names the file, export gives its name back, and release sets it free', async () => {
  await night.apply(organisation({ managedBy: 'ops/org.yaml' }))
  expect((await exported()).managedBy).toBe('ops/org.yaml')
  const refused = await edit({ put: { policies: [standard] } })
  expect(refused).toMatchObject({
    status: 409,
    body: { data: { reason: 'managed-by-file', hint: expect.stringContaining('ops/org.yaml') } },
  })
  expect((await night.api('POST', '/config/release', {})).body).toEqual({ released: 'ops/org.yaml' })
  expect((await night.api('POST', '/config/release', {})).body).toEqual({ released: null })
  expect((await edit({ put: { policies: [standard] } })).status).toBe(200)
})

test('whose contacts a document leaves out keeps contacts and rules of their own: apply leaves them alone, export leaves them out', async () => {
  const open = organisation({
    people: [{ slug: 'ann', name: 'Ann', timeZone: 'Europe/Paris' }, person('ben'), person('last')],
  })
  const { steps } = Object((await night.api('POST', '/config', open)).body)
  expect(steps).toContainEqual({ action: 'change', kind: 'person', slug: 'ann', fields: ['contacts', 'rules'] })
  expect(Object((await night.api('POST', '/config', open)).body).steps).toEqual([])
  const ann = (await exported()).people.find(({ slug }) => slug === 'ann')
  expect(ann).toEqual({ slug: 'ann', name: 'Ann', email: null, timeZone: 'Europe/Paris', disabled: false })
  await night.alert('checkout is down')
  await night.phone('ann').rings()
  await night.after('2m')
  await night.phone('ann').rings({ via: 'voice' })
})

test('who keeps contacts of their own, is left out and comes back, rings as before', async () => {
  const without = organisation({ people: [person('ben'), person('last')], policies: [policy('standard', [rung(5, 'ben')])] })
  await night.apply(organisation({ people: [{ slug: 'ann', name: 'Ann' }, person('ben'), person('last')] }))
  await night.apply(without)
  await night.apply(organisation({ people: [{ slug: 'ann', name: 'Ann' }, person('ben'), person('last')] }))
  await night.alert('checkout is down')
  await night.phone('ann').rings()
})

test('a document that gives contacts again takes them back', async () => {
  await night.apply(organisation({ people: [{ slug: 'ann', name: 'Ann' }, person('ben'), person('last')] }))
  await night.apply(organisation({ people: [person('ann'), person('ben'), person('last')] }))
  expect((await exported()).people.find(({ slug }) => slug === 'ann')?.contacts).toHaveLength(1)
})

test('rules without contacts are a fault: they would name what the document does not know', async () => {
  const answer = await night.api('POST', '/config', { people: [{ slug: 'ann', name: 'Ann', rules: [{ contact: 'push' }] }] })
  expect(answer).toMatchObject({ status: 422, body: { data: { faults: [{ at: 'people[0].rules' }] } } })
})

test('whoever may not change contacts is not told addresses by export', async () => {
  const token = await addToken(night.node, { scopes: ['read', 'respond'] })
  const response = await night.node.app.inject({ method: 'GET', url: '/api/v1/config', headers: { authorization: `Bearer ${token}` } })
  expect(response.statusCode).toBe(200)
  expect(response.payload).not.toMatch(/ann\/push/)
  expect(response.json().policies).toEqual((await exported()).policies)
})

test('a key that is taken elsewhere is refused at its place in the edit', async () => {
  const stolen = service('login', 'standard', { integrations: [{ slug: 'x', kind: 'pagerduty', key: keyOf('checkout') }] })
  expect(await edit({ put: { services: [stolen] } })).toMatchObject({ status: 422, body: { data: { faults: [expect.anything()] } } })
})
