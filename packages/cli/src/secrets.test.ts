// Tokens and secrets stay where they are: not in output, not in complaints, not in what a file fault quotes.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from './testing/server.ts'
import { muster, TOKEN } from './testing/terminal.ts'

let server: Awaited<ReturnType<typeof startServer>>
const folder = mkdtempSync(path.join(tmpdir(), 'muster-cli-'))

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const everything = ({ out, err }: { out: string; err: string }) => out + err

test.each([
  [['incidents']],
  [['incidents', '--json']],
  [['doctor']],
  [['export']],
  [['--help']],
  [['serve', '--help']],
  [['incidents', 'log', '12']],
])('no token in the output of %s', async (argv) => {
  const right = await muster(argv, { env: { MUSTER_URL: server.url, MUSTER_TOKEN: TOKEN } })
  const unreachable = await muster(argv, { env: { MUSTER_URL: 'http://127.0.0.1:9', MUSTER_TOKEN: TOKEN } })
  expect(everything(right) + everything(unreachable)).not.toContain(TOKEN)
})

test('a token that is not known is not repeated', async () => {
  const ran = await muster(['incidents'], { env: { MUSTER_URL: server.url, MUSTER_TOKEN: 'wrong-secret-0123456789' } })
  expect(everything(ran)).not.toContain('wrong-secret')
})

test('a token with a line break inside is refused without being repeated', async () => {
  const ran = await muster(['incidents'], { env: { MUSTER_URL: server.url, MUSTER_TOKEN: 'half-secret\nother-half' } })
  expect(ran.code).toBe(2)
  expect(everything(ran)).not.toMatch(/half-secret|other-half/)
})

test('a password in the address is refused without being repeated', async () => {
  const ran = await muster(['incidents', '--url', 'http://ada:hunter2@localhost:4400'])
  expect(ran.code).toBe(2)
  expect(everything(ran)).not.toContain('hunter2')
})

test('a mistyped option does not repeat the value given with it', async () => {
  const ran = await muster(['incidents', '--tokn=hunter2'])
  expect(ran.code).toBe(2)
  expect(everything(ran)).not.toContain('hunter2')
})

test('--token-file is read, its trailing line break forgiven', async () => {
  const file = path.join(folder, 'token')
  writeFileSync(file, `${TOKEN}\n`)
  const { code } = await muster(['incidents', '--token-file', file], { env: { MUSTER_URL: server.url } })
  expect(code).toBe(0)
})

test.each([
  ['broken YAML', 'people:\n  - slug: ada\n   secret: hunter2 {\n'],
  ['a wrong value', 'people:\n  - { slug: ada, name: Ada, contacts: [{ slug: x, channel: ntfy, address: a, secret: [hunter2] }] }\n'],
  ['a wrong key', 'services:\n  - { slug: a, name: A, policy: p, integrations: [{ slug: g, kind: generic, key: hunter2 }] }\n'],
  ['a stray value', 'people: []\n"hunter2" stray\n'],
])('%s in a document is told by its place, never by what stands there', async (_name, text) => {
  const ran = await muster(['plan', '-f', '-'], { input: text, env: { MUSTER_URL: server.url, MUSTER_TOKEN: TOKEN } })
  expect(ran.code).toBe(2)
  expect(ran.err).toMatch(/stdin:\d+:\d+/)
  expect(everything(ran)).not.toContain('hunter2')
})

test('text from a monitor cannot steer the terminal', async () => {
  server.world.incident = { ...server.world.incident, title: 'down\u001b]0;owned\u0007 \u001b[2J\u202ereversed' }
  const { out } = await muster(['incidents'], { env: { MUSTER_URL: server.url, MUSTER_TOKEN: TOKEN } })
  // oxlint-disable-next-line no-control-regex
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
})
