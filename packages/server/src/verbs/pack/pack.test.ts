// Packs an organisation writes itself: checked and previewed before they count, published version by version, and kept by the incidents that began with them.
import type { PackPreview, PackShown } from '@muster/contract/packs.ts'
import type { ProtocolView } from '@muster/contract/protocol.ts'
import { join } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { TOKEN } from '@muster/testkit/night/node.ts'
import { addOrganisation } from '@muster/testkit/night/tenant.ts'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'

let night: Night

beforeEach(async () => {
  night = await startNight(inject('cluster'), {
    organisation: organisation({ services: [service('checkout', 'standard', { criticalPath: true }), service('login', 'standard')] }),
  })
})

afterEach(() => night.close())

const layer = (more = '', name = 'ours') => `# Ours.\nextends: handbook\npack: ${name}\nversion: 1\nabout: Our own.\n${more}`
const slower = layer('change:\n  clocks:\n    first-public-post: { crisis: 15 }\n')

const publish = (document: string, after = 0, note = 'to try it') => night.api('POST', '/packs', { document, after, note })
const choose = (protocol: string) => night.api('POST', '/config/edit', { put: { organisation: { name: 'The shop', protocol } } })
const shown = async (path: string) => (await night.api('GET', path)).body as PackShown
const preview = async (body: object) => (await night.api('POST', '/packs/preview', body)).body as PackPreview
const protocol = async (number: number) => (await night.api('GET', `/incidents/${number}/protocol`)).body as ProtocolView
const minutesTo = async (number: number, duty: string) => {
  const view = await protocol(number)
  const found = view.owed.find((one) => one.duty === duty)
  return found === undefined ? null : (Date.parse(found.dueAt) - Date.parse(view.phase.since)) / 60_000
}

test('a pack of its own is laid over one of the server, and new incidents are answered by what it says differently', async () => {
  expect(await publish(slower)).toMatchObject({ status: 200, body: { name: 'ours', isOwn: true, version: 1, base: { name: 'handbook' } } })
  expect(await choose('ours')).toMatchObject({ status: 200 })
  await night.alert('checkout is down', { severity: 'critical' })
  expect((await protocol(1)).pack).toEqual({ name: 'ours', version: 1 })
  expect(await minutesTo(1, 'first-public-post')).toBe(15)
  expect((await night.api('GET', '/packs')).body).toMatchObject({
    items: [
      { name: 'ours', isChosen: true },
      { name: 'four-level', isChosen: false },
      { name: 'handbook', isOwn: false },
    ],
  })
})

test('[BX-16] an incident keeps the version it began with; the next one goes by the newest, on every node', async () => {
  await publish(slower)
  await choose('ours')
  await night.alert('checkout is down', { severity: 'critical' })
  const other = await night.anotherNode('second')
  expect(await publish(slower.replace('15', '25'), 1, 'still too soon')).toMatchObject({ status: 200, body: { version: 2 } })
  await night.alert('login is down', { severity: 'critical', service: 'login' })
  expect([await minutesTo(1, 'first-public-post'), (await protocol(1)).pack.version]).toEqual([15, 1])
  expect([await minutesTo(2, 'first-public-post'), (await protocol(2)).pack.version]).toEqual([25, 2])
  for (const [number, version] of [
    [1, 1],
    [2, 2],
  ]) {
    const answer = await other.app.inject({
      method: 'GET',
      url: `/api/v1/incidents/${number}/protocol`,
      headers: { authorization: `Bearer ${TOKEN}` },
    })
    expect(answer.json()).toMatchObject({ pack: { name: 'ours', version } })
  }
})

test('a version says who published it, why, and what it changed; an older one is used again as a new one', async () => {
  await publish(slower)
  await night.after('1m')
  await publish(slower.replace('15', '25'), 1, 'still too soon')
  await night.after('1m')
  const second = await shown('/packs/ours')
  expect(second.document).toContain('# Ours.\n')
  expect(second.document).toContain('version: 2\n')
  expect(second.versions).toMatchObject([
    { version: 2, note: 'still too soon', changes: ['Clock first-public-post, crisis: 15 → 25 min'], base: 'handbook' },
    { version: 1, note: 'to try it', changes: expect.arrayContaining(['Clock first-public-post, crisis: 5 → 15 min']) },
  ])
  expect((await shown('/packs/ours?version=1')).document).toContain('{ crisis: 15 }')
  const back = await night.api('POST', '/packs/ours/go-back', { version: 1, after: 2, note: 'it was better' })
  expect(back).toMatchObject({ status: 200, body: { version: 3 } })
  expect((await shown('/packs/ours')).versions[0]).toMatchObject({ version: 3, changes: ['Clock first-public-post, crisis: 25 → 15 min'] })
  const { items } = Object((await night.api('GET', '/audit?action=pack.publish')).body)
  expect(items.map(({ subject, detail }: { subject: string; detail: object }) => [subject, detail])).toMatchObject([
    ['ours', { version: 3 }],
    ['ours', { version: 2, note: 'still too soon', changes: ['Clock first-public-post, crisis: 15 → 25 min'] }],
    ['ours', { version: 1 }],
  ])
})

test('two who edit at the same time do not overwrite each other: the second is told which version is the newest', async () => {
  await publish(slower)
  const both = await Promise.all([publish(slower.replace('15', '20'), 1), publish(slower.replace('15', '30'), 1)])
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect(both.find(({ status }) => status === 409)).toMatchObject({
    body: { data: { reason: 'changed-meanwhile', hint: expect.stringMatching(/^Version 2 of "ours" is the newest/) } },
  })
  expect((await shown('/packs/ours')).version).toBe(2)
})

test.each([
  [
    'a name that is not there',
    'change:\n  duties:\n    acknowledge: { within: acknowlege }\n',
    '8:28 change.duties.acknowledge.within',
    'Did you mean "acknowledge"?',
  ],
  [
    'a thing that is not there',
    'change:\n  duties:\n    acknowlege: { within: 3 }\n',
    '8:17 change.duties.acknowlege',
    'among the duties to change',
  ],
  ['an impossible clock', 'change:\n  clocks:\n    progress: { crisis: -1 }\n', '8:25 change.clocks.progress.crisis', 'at least 0'],
  [
    'a field that does not exist',
    'change:\n  duties:\n    ticket: { withn: 3 }\n',
    'change.duties.ticket',
    'no field "withn" here. Did you mean "within"?',
  ],
  [
    'a missing template',
    'change:\n  duties:\n    ticket: { draft: tiket }\n',
    '8:22 change.duties.ticket.draft',
    'There is no template "tiket"',
  ],
  ['broken YAML', 'change: [\n', '7:1', 'indentation'],
])('%s is refused with its line, and nothing is published', async (_what, more, at, says) => {
  const refused = await publish(layer(more))
  expect(refused.status).toBe(422)
  const { faults } = Object(refused.body).data
  expect(faults[0].at).toContain(at)
  expect(faults[0].says).toContain(says)
  expect((await night.api('POST', '/packs/check', { document: layer(more) })).body).toMatchObject({
    ok: false,
    faults: [{ says: faults[0].says, inBase: false }],
  })
  expect(await night.api('GET', '/packs/ours')).toMatchObject({ status: 404 })
})

test('the name of a pack of the server is not taken', async () => {
  expect(await publish(layer('', 'handbook'))).toMatchObject({ status: 422, body: { data: { faults: [{ at: '3:1 pack' }] } } })
})

test('a draft tells what it would change, which rehearsals would go otherwise, and what would have been owed in an incident', async () => {
  await night.alert('checkout is down', { severity: 'critical' })
  const told = await preview({ document: slower, incident: '1' })
  expect(told).toMatchObject({
    ok: true,
    against: expect.stringMatching(/^handbook, version \d+$/),
    changes: expect.arrayContaining(['Clock first-public-post, crisis: 5 → 15 min']),
    incident: { number: 1, title: 'checkout is down' },
  })
  expect(told.rehearsals.total).toBeGreaterThan(50)
  expect(told.rehearsals.differ.flatMap(({ says }) => says)).toContainEqual(expect.stringContaining('first-public-post'))
  expect(told.incident?.differ).toEqual([
    expect.objectContaining({
      duty: 'first-public-post',
      was: expect.objectContaining({ state: 'due' }),
      is: expect.objectContaining({ state: 'due' }),
    }),
  ])
  expect(await preview({ document: layer() })).toMatchObject({ rehearsals: { differ: [] }, incident: null })
  expect((await night.api('GET', '/packs')).body).toMatchObject({ items: [{ name: 'four-level' }, { name: 'handbook' }] })
})

test('what stands in the pack in force already is not told as the doing of a draft', async () => {
  await publish(slower)
  const told = await preview({ document: `${slower}    progress: { standard: 16 }\n` })
  expect(told.changes).toEqual(['Clock progress, standard: 15 → 16 min'])
  expect(told.rehearsals.differ.flatMap(({ says }) => says).filter((line) => line.includes('first-public-post'))).toEqual([])
})

test('only administrators publish; who may read may preview', async () => {
  const lead = await join(night.node, { role: 'lead' })
  const ask = (path: string, body: object) => lead.post(`/api/v1/packs${path}`, body)
  expect((await ask('/preview', { document: slower })).status).toBe(200)
  expect((await ask('', { document: slower, after: 0, note: 'n' })).status).toBe(403)
  const administrator = await join(night.node, { role: 'administrator' })
  expect((await administrator.post('/api/v1/packs', { document: slower, after: 0, note: 'n' })).status).toBe(200)
})

test('[BX-16] while a file manages the organisation a pack comes from beside it, and says so: to a token as to whoever is signed in', async () => {
  await publish(slower)
  await night.apply({ ...organisation(), managedBy: 'git/shop.yaml' })
  const administrator = await join(night.node, { role: 'administrator' })
  const from = (managedBy?: string) => ({
    document: slower.replace('15', '25'),
    after: 1,
    note: 'n',
    ...(managedBy !== undefined && { managedBy }),
  })
  const refused = { status: 409, body: { data: { reason: 'managed-by-file', hint: expect.stringContaining('git/shop.yaml') } } }
  for (const managedBy of [undefined, 'git/other.yaml']) {
    expect(await administrator.post('/api/v1/packs', from(managedBy))).toMatchObject(refused)
    expect(await night.api('POST', '/packs', from(managedBy))).toMatchObject(refused)
  }
  expect(await night.api('POST', '/packs/ours/go-back', { version: 1, after: 1, note: 'n' })).toMatchObject(refused)
  expect(await night.api('POST', '/packs', from('git/shop.yaml'))).toMatchObject({ status: 200, body: { version: 2 } })
  await administrator.post('/api/v1/config/release', {})
  expect(await publish(slower.replace('15', '35'), 2)).toMatchObject({ status: 200, body: { version: 3 } })
})

test('the file of the organisation may name a pack of its own, and is given back with it', async () => {
  await publish(slower)
  await night.apply({ ...organisation(), organisation: { name: 'The shop', protocol: 'ours' } })
  expect(Object((await night.api('GET', '/config')).body).organisation).toMatchObject({ protocol: 'ours' })
  expect(await choose('theirs')).toMatchObject({
    status: 422,
    body: { data: { faults: [{ says: 'There is no protocol "theirs". This server has four-level, handbook, ours.' }] } },
  })
})

test('the chosen pack goes on having what the organisation makes use of: a set of roles that a policy calls', async () => {
  await publish(layer('change:\n  sets:\n    pair: { crisis: [support, senior], major: [support], standard: [], business-hours: [] }\n'))
  await choose('ours')
  const calling = policy('standard', [rung(5, 'ann')], { calls: ['pair'] })
  expect(await night.api('POST', '/config/edit', { put: { policies: [calling] } })).toMatchObject({ status: 200 })
  expect(await publish(layer(), 1)).toMatchObject({
    status: 422,
    body: { data: { faults: [{ says: expect.stringContaining('has no set of roles "pair"') }] } },
  })
})

test("a pack is one organisation's: another neither sees it nor chooses it", async () => {
  await publish(slower)
  const theirs = await addOrganisation(night.node, 'theirs')
  const ask = (url: string) =>
    night.node.app.inject({ method: 'GET', url: `/api/v1${url}`, headers: { authorization: `Bearer ${theirs.token}` } })
  expect((await ask('/packs/ours')).statusCode).toBe(404)
  expect((await ask('/packs')).json().items.map(({ name }: { name: string }) => name)).toEqual(['four-level', 'handbook'])
})
