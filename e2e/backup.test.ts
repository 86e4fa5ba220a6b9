// A backup is the way from one PostgreSQL to another: the embedded 18 to an operator's 15, and back.
import { execFile } from 'node:child_process'
import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from './child.ts'
import { startMuster, type Muster } from './muster.ts'
import { becomes, found, integrationKey } from './organisation.ts'
import { startPhone } from './phone.ts'
import { startPostgres15 } from './postgres15.ts'
import { findPostgres15 } from './tools.ts'

const run = promisify(execFile)
const repo = join(import.meta.dirname, '..')
const secret = 'the same key on every machine it moves to'
const words = 'Checkout is failing: \\N \\. \t 漢字 🔥'

beforeAll(findPostgres15, 900_000)

test('what one PostgreSQL kept, another of an older or newer version keeps just the same', async () => {
  const { folder, muster } = await pagedOnce()
  const file = (name: string) => join(folder, `${name}.backup`)
  await command(['backup', '--to', file('from-18')], { MUSTER_DATA: muster.dataFolder })

  const postgres = await startPostgres15({ fsync: 'on' })
  onTestFinished(postgres.stop)
  const theirs = { DATABASE_URL: postgres.url, MUSTER_DATA: join(folder, 'unused') }
  await command(['restore', '--from', file('from-18'), '--yes'], theirs)
  await command(['backup', '--to', file('from-15')], theirs)

  const back = { MUSTER_DATA: join(folder, 'back') }
  await command(['restore', '--from', file('from-15'), '--yes'], back)
  await command(['backup', '--to', file('from-18-again')], back)

  const [first, ...others] = await Promise.all(['from-18', 'from-15', 'from-18-again'].map((name) => contents(file(name))))
  expect(first).toContain('Checkout is failing: \\\\\\\\N')
  expect(others).toEqual([first, first])
})

test('an incident is answered on the PostgreSQL it was moved to, and new signals find their way', async () => {
  const { folder, muster } = await pagedOnce()
  await muster.stop()
  const file = join(folder, 'moved.backup')
  await command(['backup', '--to', file], { MUSTER_DATA: muster.dataFolder })
  const postgres = await startPostgres15({ fsync: 'on' })
  onTestFinished(postgres.stop)
  await command(['restore', '--from', file, '--yes'], { DATABASE_URL: postgres.url })

  const moved = await startMuster({ token: muster.token, env: { DATABASE_URL: postgres.url, MUSTER_SECRET: secret } })
  onTestFinished(moved.stop)
  const { id } = await becomes(moved, 'triggered')
  expect((await moved.api('POST', `/api/v1/incidents/${id}/acknowledge`, {})).status).toBe(200)
  expect(await signal(moved, 'resolve')).toBe(202)
  expect(await becomes(moved, 'resolved')).toMatchObject({ id })
  await expect(command(['restore', '--from', file, '--yes'], { DATABASE_URL: postgres.url })).rejects.toThrow(
    /Stop every Muster server on it/,
  )
})

test('a backup brought to a machine without its key does not start there, and says which file to bring', async () => {
  const { folder, muster } = await pagedOnce()
  const file = join(folder, 'keyless.backup')
  await command(['backup', '--to', file], { MUSTER_DATA: muster.dataFolder })
  const elsewhere = join(folder, 'elsewhere')
  await command(['restore', '--from', file, '--yes'], { MUSTER_DATA: elsewhere })
  await expect(startMuster({ dataFolder: elsewhere, env: { MUSTER_SECRET: 'another key than the one there was' } })).rejects.toThrow(
    /another key[^]*MUSTER_SECRET/,
  )
})

async function pagedOnce(): Promise<{ folder: string; muster: Muster }> {
  const folder = await temporaryFolder('backup')
  onTestFinished(folder.remove)
  // As root, PostgreSQL runs as somebody else, who must be able to pass through.
  await chmod(folder.path, 0o711)
  const phone = await startPhone()
  onTestFinished(phone.close)
  const muster = await startMuster({ dataFolder: join(folder.path, 'data'), env: { MUSTER_SECRET: secret } })
  onTestFinished(muster.stop)
  await found(muster, { phone, kind: 'pagerduty' })
  expect(await signal(muster, 'trigger')).toBe(202)
  await phone.rings()
  await becomes(muster, 'triggered')
  return { folder: folder.path, muster }
}

async function signal({ url }: Muster, action: 'trigger' | 'resolve'): Promise<number> {
  const payload = { summary: words, source: 'checkout-7', severity: 'critical' }
  const body = JSON.stringify({ routing_key: integrationKey, event_action: action, dedup_key: 'checkout', payload })
  return (await fetch(`${url}/v2/enqueue`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status
}

async function command(words: readonly string[], settings: Record<string, string>): Promise<string> {
  const { PATH, HOME, TMPDIR } = process.env
  const node = join(repo, 'node_modules/.bin/node')
  const { stdout } = await run(node, [join(repo, 'packages/cli/src/main.ts'), ...words], { env: { PATH, HOME, TMPDIR, ...settings } })
  return stdout
}

/** All of a backup but when it was taken. */
async function contents(file: string): Promise<string> {
  const text = gunzipSync(await readFile(file)).toString('utf8')
  return text.slice(0, text.lastIndexOf('{"sha256"')).replace(/"takenAt":[\d.]+/, '')
}
