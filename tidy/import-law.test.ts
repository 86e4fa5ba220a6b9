// The law bites: each planted file breaks one rule of oxlint.config.ts, and the linter says so.
import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from './repository.ts'

type Planted = { file: string; code: string; rule: string }

const lines = (count: number) => Array.from({ length: count }, (_, index) => `export const line${index} = ${index}`).join('\n')
const body = (count: number) => `export function long() {\n${'  console.log(1)\n'.repeat(count)}}`
const nested = 'export function deep(a: boolean) {\n  if (a) { if (a) { if (a) { if (a) { console.log(a) } } } }\n}'
const imports = (file: string, from: string): Planted => ({
  file,
  code: `import { x } from '${from}'\nconsole.log(x)`,
  rule: 'no-restricted-imports',
})
const breaks = (rule: string, code: string, file = 'packages/server/src/verbs/planted.ts'): Planted => ({ file, code, rule })
const pure = (rule: string, code: string): Planted => ({ file: 'packages/core/src/page/planted.ts', code, rule })

const planted: readonly Planted[] = [
  imports('packages/core/src/page/a.ts', 'node:fs'),
  imports('packages/core/src/page/b.ts', 'zod'),
  imports('packages/core/src/page/c.ts', '@muster/contract/api.ts'),
  imports('packages/core/src/page/d.ts', '../../../server/src/world.ts'),
  imports('packages/contract/src/a.ts', '@muster/adapters/channel.ts'),
  imports('packages/adapters/src/slack/a.ts', '@muster/server/world.ts'),
  imports('packages/adapters/src/slack/b.ts', '@muster/testkit/vendors/fake-http.ts'),
  imports('packages/server/src/verbs/page/a.ts', '../../http/page.ts'),
  imports('packages/server/src/verbs/page/b.ts', '@muster/cli/main.ts'),
  imports('packages/server/src/jobs/send/a.ts', '../../http/page.ts'),
  imports('packages/server/src/jobs/send/b.ts', '../../verbs/page/acknowledge.ts'),
  imports('packages/server/src/store/a.ts', '../jobs/loop.ts'),
  imports('packages/server/src/store/b.ts', '../verbs/audit.ts'),
  imports('packages/server/src/store/c.ts', '@muster/adapters/channel.ts'),
  imports('packages/server/src/http/a/b.ts', '../../store/log.ts'),
  imports('packages/server/src/http/a/c.ts', '../../jobs/loop.ts'),
  imports('packages/server/src/links.ts', './http/page.ts'),
  imports('packages/web/src/parts/a.ts', '@muster/server/world.ts'),
  imports('packages/cli/src/commands/list.ts', '@muster/server/world.ts'),
  imports('packages/cli/src/run.ts', '@muster/server/world.ts'),
  pure('no-restricted-globals', 'export const at = new Date()'),
  pure('no-restricted-globals', 'export const later = () => setTimeout(() => {}, 1)'),
  pure('no-restricted-globals', 'export const where = process.cwd()'),
  pure('no-restricted-globals', "export const page = fetch('http://127.0.0.1')"),
  pure('no-restricted-properties', 'export const at = Temporal.Now.instant()'),
  pure('no-restricted-properties', 'export const dice = Math.random()'),
  breaks('max-lines', lines(301)),
  breaks('max-lines', lines(501), 'packages/server/src/verbs/planted.test.ts'),
  breaks('max-lines-per-function', body(60)),
  breaks('max-depth', nested),
  breaks('max-params', 'export const five = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e]'),
  breaks('no-default-export', 'export default 1'),
  breaks('no-explicit-any', 'export const x: any = 1'),
  breaks('no-non-null-assertion', 'export const f = (x?: number) => x!'),
  breaks('filename-case', 'export const x = 1', 'packages/server/src/verbs/camelCase.ts'),
  breaks('no-unused-vars', 'const forgotten = 1'),
  breaks('no-cycle', "import { b } from './right.ts'\nexport const a = () => b", 'packages/server/src/verbs/left.ts'),
]

const lawful: readonly Omit<Planted, 'rule'>[] = [
  imports('packages/server/src/world.ts', './http/page.ts'),
  imports('packages/server/src/serve.ts', './http/page.ts'),
  imports('packages/server/src/http/a/d.ts', '../../verbs/audit.ts'),
  imports('packages/server/src/verbs/page/c.ts', '../../jobs/loop.ts'),
  imports('packages/server/src/jobs/send/c.ts', '@muster/adapters/channel.ts'),
  imports('packages/cli/src/commands/serve.ts', '@muster/server/serve.ts'),
  imports('packages/cli/src/commands/list.ts', '@muster/contract/api.ts'),
  imports('packages/core/src/page/decide.ts', '../vocabulary.ts'),
  imports('packages/core/src/page/page.test.ts', 'vitest'),
  breaks('max-lines', lines(299)),
  breaks('max-lines', lines(499), 'packages/server/src/verbs/planted.test.ts'),
]

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-law-'))
  await copyFile(join(root, 'oxlint.config.ts'), join(folder, 'oxlint.config.ts'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('refused', () => {
  test.each(planted.map((one) => [one.rule, one.file, one] as const))('%s in %s', async (rule, file, { code }) => {
    const found = await lint(file, code)
    expect(
      found.some((problem) => problem.code.includes(rule)),
      JSON.stringify(found),
    ).toBe(true)
  })
})

describe('allowed', () => {
  test.each(lawful.map((one) => [one.file, one] as const))('%s', async (file, { code }) => {
    expect(await lint(file, code)).toEqual([])
  })
})

type Problem = { code: string; message: string }

// Each in a checkout of its own: one planted file must not be excused, or accused, by another.
async function lint(file: string, code: string): Promise<readonly Problem[]> {
  const checkout = await mkdtemp(join(folder, 'checkout-'))
  await copyFile(join(root, 'oxlint.config.ts'), join(checkout, 'oxlint.config.ts'))
  await plant(join(checkout, file), code)
  await plant(join(dirname(join(checkout, file)), 'right.ts'), "import { a } from './left.ts'\nexport const b = () => a")
  return new Promise((resolve) => {
    const args = [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', file]
    execFile(process.execPath, args, { cwd: checkout }, (_, stdout) =>
      resolve((JSON.parse(stdout) as { diagnostics: Problem[] }).diagnostics),
    )
  })
}

async function plant(path: string, code: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${code}\n`)
}
