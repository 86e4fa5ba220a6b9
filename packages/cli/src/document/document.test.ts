// Faults of a document: each at its line and column, with its path, and with what to do.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startServer } from '../testing/server.ts'
import { muster, TOKEN } from '../testing/terminal.ts'

let server: Awaited<ReturnType<typeof startServer>>
let env: Record<string, string>

beforeAll(async () => {
  server = await startServer()
  env = { MUSTER_URL: server.url, MUSTER_TOKEN: TOKEN }
})
beforeEach(() => {
  Object.assign(server.world, { applied: { steps: [], newKeys: [], warnings: [] }, applications: [] })
})
afterAll(() => server.stop())

const plan = async (input: string) => muster(['plan', '-f', '-'], { env, input })

test.each([
  [
    'a mistyped field',
    'people:\n  - slug: ada\n    name: Ada\n    emial: x\n',
    'stdin:4:5  people[0]: There is no field "emial" here. Did you mean "email"?',
  ],
  ['a missing field', 'people:\n  - slug: ada\n', 'stdin:2:5  people[0].name: "name" is missing. Add it: a string.'],
  [
    'a wrong word',
    'people:\n  - { slug: a, name: A, contacts: [{ slug: p, channel: pigeon, address: x }] }\n',
    'stdin:2:56  people[0].contacts[0].channel: Use one of: ntfy, email, webhook, webpush, console.',
  ],
  [
    'a number too large',
    'policies:\n  - { slug: p, name: P, rungs: [{ targets: [], delayMinutes: 9999 }] }\n',
    'stdin:2:62  policies[0].rungs[0].delayMinutes: Use at most 1440.',
  ],
  [
    'a target of both kinds',
    'catchAll:\n  targets:\n    - person: ada\n      schedule: s\n',
    'stdin:3:7  catchAll.targets[0]: Write exactly one of: person, schedule.',
  ],
  [
    'a number for a text',
    'people:\n  - slug: 7\n    name: Ada\n',
    'stdin:2:11  people[0].slug: This must be a string. Put it in quotes if it looks like a number.',
  ],
  [
    'an unknown time zone',
    'people:\n  - { slug: a, name: A, timeZone: Mars/Base }\n',
    'stdin:2:35  people[0].timeZone: Not a time zone; use an IANA name such as Europe/Berlin',
  ],
  ['a tab', 'people:\n\t- slug: a\n', 'stdin:2:1  Indent with spaces; YAML allows no tabs here.'],
  ['a field twice', 'people: []\npeople: []\n', 'stdin:2:1  This field stands here twice. Keep one.'],
  ['an empty file', '', 'stdin:1:1  This must be a map of fields.'],
])('%s is told at its line and column', async (_name, text, says) => {
  const { code, out, err } = await plan(text)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err.split('\n')).toContain(`  ${says}`)
})

test('all faults are told at once, in the order of the file, before the server is asked', async () => {
  server.asked.length = 0
  const { err } = await plan('people:\n  - slug: A\n    name: ""\nservices:\n  - slug: web\n    polciy: x\n')
  const lines = [...err.matchAll(/stdin:(\d+):/g)].map((match) => Number(match[1]))
  expect(lines.length).toBeGreaterThanOrEqual(4)
  expect(lines).toEqual(lines.toSorted((a, b) => a - b))
  expect(server.asked).toEqual([])
})

test('what only the server can see is told at its place in the file too', async () => {
  const { code, err } = await plan('policies: []\nservices:\n  - slug: web\n    name: Web\n    policy: nowhere\n')
  expect(code).toBe(1)
  expect(err).toContain('stdin:5:13  services[0].policy: There is no policy "nowhere" in this document.')
})

test('an alias bomb is refused, not unfolded', async () => {
  const levels = Array.from(
    { length: 12 },
    (_, i) =>
      `a${i}: &a${i} [${
        i === 0
          ? 'x'
          : Array(9)
              .fill(`*a${i - 1}`)
              .join(',')
      }]`,
  )
  const { code } = await plan(levels.join('\n'))
  expect(code).toBe(2)
})

const removal = { steps: [{ action: 'remove' as const, kind: 'service' as const, slug: 'old', fields: [] }], newKeys: [], warnings: [] }

test('a removal is not applied unattended without --yes', async () => {
  server.world.applied = removal
  const { code } = await muster(['apply', '-f', '-'], { env, input: 'people: []' })
  expect(code).toBe(2)
  expect(server.world.applications).toEqual([])
})

test.each([
  ['n', 1, 0],
  ['', 1, 0],
  ['y', 0, 1],
])('asked about a removal, the answer "%s" ends with %d and applies %d times', async (answer, code, times) => {
  server.world.applied = removal
  const ran = await muster(['apply', '-f', '-'], { env, input: 'people: []', answer })
  expect(ran.code).toBe(code)
  expect(ran.asked).toHaveLength(1)
  expect(ran.out).toContain('- remove  service  old')
  expect(server.world.applications).toHaveLength(times)
})

test('--yes removes without asking', async () => {
  server.world.applied = removal
  const ran = await muster(['apply', '-f', '-', '--yes'], { env, input: 'people: []', answer: 'n' })
  expect({ code: ran.code, asked: ran.asked, times: server.world.applications.length }).toEqual({ code: 0, asked: [], times: 1 })
})

test('--plan applies nothing', async () => {
  server.world.applied = {
    steps: [{ action: 'change', kind: 'policy', slug: 'p', fields: ['rungs', 'repeat'] }],
    newKeys: [],
    warnings: [],
  }
  const { out } = await muster(['apply', '-f', '-', '--plan'], { env, input: 'people: []' })
  expect(out).toMatch(/~ change {2}policy {2}p +rungs, repeat/)
  expect(server.world.applications).toEqual([])
})

test('what the document leaves out is left out on the wire: only the server fills it in', async () => {
  await muster(['apply', '-f', '-'], { env, input: 'people: [{ slug: a, name: A, rules: [] }]\n' })
  await muster(['apply', '-f', '-'], { env, input: 'people: [{ slug: a, name: A }]\n' })
  expect(server.world.applications).toMatchObject([{ people: [{ rules: [] }] }, { people: [{ slug: 'a' }] }])
  expect((server.world.applications[1] as { people: object[] }).people[0]).not.toHaveProperty('rules')
})

test.each([
  [['-f', '-'], 'people: []', 'standard input'],
  [['-f', '-', '--unmanaged'], 'people: []', undefined],
  [['-f', '-'], 'managedBy: https://git.example.org/ops', 'https://git.example.org/ops'],
  [['-f', '-', '--unmanaged'], 'managedBy: https://git.example.org/ops', undefined],
])('apply %j of "%s" says that it is kept in %s', async (argv, input, managedBy) => {
  await muster(['apply', ...argv], { env, input: `${input}\n` })
  expect((server.world.applications.at(-1) as { managedBy?: string }).managedBy).toBe(managedBy)
})

test('a file is named without its folder, so that it is the same from wherever it is applied', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'muster-')), 'org.yaml')
  writeFileSync(file, 'people: []\n')
  await muster(['apply', '-f', file], { env })
  expect((server.world.applications.at(-1) as { managedBy?: string }).managedBy).toBe('org.yaml')
})

test('new keys are shown once, by apply', async () => {
  const key = 'k'.repeat(32)
  server.world.applied = {
    steps: [{ action: 'create', kind: 'integration', slug: 'web/prom', fields: [] }],
    newKeys: [{ service: 'web', integration: 'prom', key }],
    warnings: [],
  }
  const { out } = await muster(['apply', '-f', '-'], { env, input: 'people: []' })
  expect(out.split(key)).toHaveLength(2)
})
