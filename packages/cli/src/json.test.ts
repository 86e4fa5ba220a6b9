// --json: one JSON value on stdout and nothing else, whatever happens; and how requests go out.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { serverUrl } from './session.ts'
import { SHIPPED } from './testing/packs.ts'
import { incident, startServer } from './testing/server.ts'
import { muster, TOKEN } from './testing/terminal.ts'

let server: Awaited<ReturnType<typeof startServer>>
let env: Record<string, string>

beforeAll(async () => {
  server = await startServer()
  env = { MUSTER_URL: server.url, MUSTER_TOKEN: TOKEN }
})
beforeEach(() => {
  server.asked.length = 0
  Object.assign(server.world, {
    refuse: null,
    contact: 'delivered',
    applied: { steps: [], newKeys: [], warnings: ['Mind the gap'] },
    applications: [],
  })
})
afterAll(() => server.stop())

const commands = [
  ['incidents'],
  ['incidents', 'show', '12'],
  ['incidents', 'ack', '12'],
  ['incidents', 'snooze', '12', '--minutes', '30'],
  ['incidents', 'say', '12', 'restarted the gateway', '--kind', 'did'],
  ['incidents', 'link', '12', '13', '--kind', 'part-of'],
  ['incidents', 'unlink', '12', '13'],
  ['incidents', 'merge', '12', '13', '--why', 'the same cause'],
  ['incidents', 'board'],
  ['who'],
  ['risks'],
  ['doctor'],
  ['export'],
  ['schema'],
  ['schema', 'rehearsal'],
  ['pack', 'check', `${SHIPPED}/handbook`],
  ['pack', 'diff', `${SHIPPED}/handbook`, `${SHIPPED}/four-level`],
  ['pack', 'rehearse', `${SHIPPED}/four-level`],
  ['signal', '--key', 'k', 'boom'],
  ['test-contact', 'ada', 'phone'],
  ['invite', '--role', 'administrator', '--email', 'ada@example.org'],
  ['invite', '--reset', '--email', 'Ada@example.org'],
]

test.each(commands.map((argv) => ({ argv })))('--json makes $argv print one JSON value and nothing else', async ({ argv }) => {
  const { code, out, err } = await muster([...argv, '--json'], { env, colour: true, columns: 20 })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(() => JSON.parse(out) as unknown).not.toThrow()
})

test('--json is understood before the command as well as after it', async () => {
  const before = await muster(['--json', 'incidents'], { env })
  const after = await muster(['incidents', '--json'], { env })
  expect(before.out).toBe(after.out)
})

test('--json gives what the server said, unrounded and unshortened', async () => {
  const { out } = await muster(['incidents', 'show', '12', '--json'], { env, columns: 20 })
  expect(JSON.parse(out)).toEqual(incident)
})

test('--json keeps stdout empty when the server refuses', async () => {
  server.world.refuse = 'already-resolved'
  const { code, out } = await muster(['incidents', 'ack', '12', '--json'], { env })
  expect({ code, out }).toEqual({ code: 1, out: '' })
})

test('a failing doctor still prints its findings as JSON', async () => {
  server.world.contact = 'never'
  const { code, out } = await muster(['doctor', '--json'], { env })
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({ ok: false })
})

test('apply --json prints the result of apply alone, not the plan before it', async () => {
  const { code, out } = await muster(['apply', '-f', '-', '--json'], { env, input: 'people: []' })
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual(server.world.applied)
})

test('every write carries a fresh Idempotency-Key, reads carry none', async () => {
  await muster(['incidents', 'ack', '12'], { env })
  await muster(['incidents', 'ack', '12'], { env })
  await muster(['incidents'], { env })
  const keys = server.asked.map((one) => [one.method, one.headers['idempotency-key']] as const)
  expect(keys.map(([method]) => method)).toEqual(['POST', 'POST', 'GET'])
  expect(keys[0]?.[1]).toMatch(/^[0-9a-f-]{36}$/)
  expect(keys[1]?.[1]).toMatch(/^[0-9a-f-]{36}$/)
  expect(keys[0]?.[1]).not.toBe(keys[1]?.[1])
  expect(keys[2]?.[1]).toBeUndefined()
})

test.each([
  [{ MUSTER_URL: 'https://muster.example.org/' }, {}, 'https://muster.example.org'],
  [{ PORT: '5500' }, {}, 'http://localhost:5500'],
  [{}, {}, 'http://localhost:4400'],
  [{ MUSTER_URL: 'https://muster.example.org' }, { url: 'http://10.0.0.1:80/muster/' }, 'http://10.0.0.1/muster'],
])('with settings %o and options %o the server is %s', (settings, options, url) => {
  expect(serverUrl(options, { env: settings })).toBe(url)
})
