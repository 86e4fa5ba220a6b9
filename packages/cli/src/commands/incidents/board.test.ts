// The board on the command line: the order, who commands, what is to be decided, who is wanted twice.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from '../../testing/server.ts'
import { muster, TOKEN } from '../../testing/terminal.ts'

let server: Awaited<ReturnType<typeof startServer>>

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

test('[OR-04] muster incidents board tells the order, the vacant command, the queue and what stays degraded', async () => {
  const { code, out } = await muster(['incidents', 'board'], { env: { MUSTER_URL: server.url, MUSTER_TOKEN: TOKEN }, columns: 160 })
  expect(code).toBe(0)
  expect(out).toContain('To be decided: Which comes first?')
  expect(out).toMatch(/#12 .*Ada .*Tell the room\./)
  expect(out).toMatch(/#13 .*Nobody can sign in \(part of #12\).*vacant/)
  expect(out).toContain('Database administrator is wanted by 2, in this order: #12 (Ada is there), #13.')
  expect(out).toContain('Degraded meanwhile, by Ada in #12: Reports are slow')
})
