// Private incidents on the command line: made so, who sees them, who is let in.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from '../../testing/server.ts'
import { muster, TOKEN } from '../../testing/terminal.ts'

let server: Awaited<ReturnType<typeof startServer>>

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const run = (...words: string[]) => muster(['incidents', ...words], { env: { MUSTER_URL: server.url, MUSTER_TOKEN: TOKEN }, columns: 160 })

test('muster incidents private asks why, and shows who sees it from then on', async () => {
  expect((await run('private', '12')).code).not.toBe(0)
  const { code, out } = await run('private', '12', '--why', 'A key was published')
  expect(code).toBe(0)
  expect(out).toContain('only those it has drawn in, and administrators')
  expect(server.asked.at(-1)).toMatchObject({ method: 'POST', path: '/api/v1/incidents/12/privacy' })
})

test('muster incidents circle names whoever may see it; let-in and shut-out change that', async () => {
  expect((await run('circle', '12')).out).toContain('Ada Lovelace')
  expect((await run('let-in', '12', 'ada')).code).toBe(0)
  expect(server.asked.at(-1)).toMatchObject({ method: 'POST', path: '/api/v1/incidents/12/let-in' })
  expect((await run('shut-out', '12', 'ada')).code).toBe(0)
  expect(server.asked.at(-1)).toMatchObject({ method: 'POST', path: '/api/v1/incidents/12/shut-out' })
})
