// The exit codes scripts rely on, and the words that come with them.
import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { incident, listen, startServer } from './testing/server.ts'
import { muster, TOKEN } from './testing/terminal.ts'

let server: Awaited<ReturnType<typeof startServer>>
let env: Record<string, string>

beforeAll(async () => {
  server = await startServer()
})
beforeEach(() => {
  env = { MUSTER_URL: server.url, MUSTER_TOKEN: TOKEN }
  Object.assign(server.world, { incident, refuse: null, contact: 'delivered', skewMs: 0 })
})
afterAll(() => server.stop())

test('what was done ends with 0', async () => {
  const { code, out } = await muster(['incidents', 'ack', '12'], { env })
  expect(code).toBe(0)
  expect(out).toContain('Acknowledged.')
})

test('what the server refuses ends with 1, with its reason and its hint', async () => {
  server.world.refuse = 'already-resolved'
  const { code, out, err } = await muster(['incidents', 'ack', '12'], { env })
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toBe('Refused: already-resolved.\n  It is over: nothing is left to do.\n')
})

test.each([
  [['bogus']],
  [['incidents', 'snooze', '12', '--minutes', 'soon']],
  [['incidents', 'snooze', '12']],
  [['incidents', 'say', '12']],
  [['incidents', 'say', '12', 'loud', '--kind', 'shouted']],
  [['incidents', 'reassign', '12']],
  [['signal', 'boom']],
  [['who', '--at', 'tea']],
])('what is not understood ends with 2: %s', async (argv) => {
  const { code, out, err } = await muster(argv, { env })
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).not.toBe('')
})

test('a server out of reach ends with 3 and says how to name another', async () => {
  const gone = createServer()
  const url = await listen(gone)
  gone.close()
  const { code, out, err } = await muster(['incidents'], { env: { ...env, MUSTER_URL: url } })
  expect({ code, out }).toEqual({ code: 3, out: '' })
  expect(err).toContain(`Cannot reach the server at ${url} (ECONNREFUSED).`)
  expect(err).toContain('--url')
})

test('something else that answers on the port ends with 3, not with a crash', async () => {
  const other = createServer((_request, response) => void response.setHeader('content-type', 'text/html').end('<h1>Welcome</h1>'))
  const { code, err } = await muster(['incidents'], { env: { ...env, MUSTER_URL: await listen(other) } })
  other.close()
  expect(code).toBe(3)
  expect(err).toContain('does not answer as Muster does')
})

test.each([502, 503, 504])('a proxy that answers %d for the server ends with 3', async (status) => {
  const proxy = createServer(
    (_request, response) => void response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
  )
  const { code, err } = await muster(['incidents'], { env: { ...env, MUSTER_URL: await listen(proxy) } })
  proxy.close()
  expect(code).toBe(3)
  expect(err).toContain(String(status))
})

test('a token the server does not know ends with 4', async () => {
  const { code, err } = await muster(['incidents'], { env: { ...env, MUSTER_TOKEN: 'some-other-token-000' } })
  expect(code).toBe(4)
  expect(err).toContain('The token sent is not valid here.')
})

test('no token at all ends with 4 and says where to put one', async () => {
  const { code, err } = await muster(['incidents'], { env: { MUSTER_URL: server.url } })
  expect(code).toBe(4)
  expect(err).toContain('Set MUSTER_TOKEN')
})

test('a test message that did not arrive ends with 1', async () => {
  server.world.contact = 'never'
  const { code, err } = await muster(['test-contact', 'ada', 'phone'], { env })
  expect(code).toBe(1)
  expect(err).toContain('The topic does not exist.')
})

test('doctor ends with 1 when a check fails, and names the mend', async () => {
  server.world.contact = 'never'
  const { code, out } = await muster(['doctor'], { env })
  expect(code).toBe(1)
  expect(out).toMatch(/catch-all +✗ fails +The catch-all is empty\. Name somebody/)
})

test.each([
  [90_000, 'ahead of'],
  [-90_000, 'behind'],
])('doctor sees a server clock that is off by %d ms', async (skewMs, direction) => {
  server.world.skewMs = skewMs
  const { code, out } = await muster(['doctor'], { env, columns: Number.POSITIVE_INFINITY })
  expect(code).toBe(1)
  expect(out).toMatch(new RegExp(`clock +✗ fails +The server is 1 m (29|30) s ${direction} this machine`))
})

test.each([
  ['n', 0],
  ['y', 1],
])('asked whether to test contacts, "%s" sends %d messages', async (answer, messages) => {
  server.asked.length = 0
  const { code } = await muster(['doctor', '--contacts'], { env, answer })
  expect(code).toBe(0)
  expect(server.asked.filter((one) => one.path.endsWith('/people/ada/contacts/phone/test'))).toHaveLength(messages)
})

test('contacts are not tested unattended without --yes', async () => {
  server.asked.length = 0
  const { code } = await muster(['doctor', '--contacts'], { env })
  expect(code).toBe(2)
  expect(server.asked).toEqual([])
})

test('nothing typed shows what to do first, and ends with 0', async () => {
  const { code, out } = await muster([])
  expect(code).toBe(0)
  expect(out).toContain('muster serve --demo')
})
