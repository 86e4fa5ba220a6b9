// The server's own token is found on its machine, and sent nowhere else.
import { expect, test } from 'vitest'
import { startServer } from './testing/server.ts'
import { muster, TOKEN } from './testing/terminal.ts'

test('on the server’s own machine the first command needs no token set', async () => {
  const server = await startServer()
  const ran = await muster(['incidents'], { env: { MUSTER_URL: server.url }, localToken: () => TOKEN })
  expect(ran.code).toBe(0)
  await server.stop()
})

test('a token that was named wins over the one that was found', async () => {
  const server = await startServer()
  const ran = await muster(['incidents'], {
    env: { MUSTER_URL: server.url, MUSTER_TOKEN: 'another-token-entirely' },
    localToken: () => TOKEN,
  })
  expect(ran.code).toBe(4)
  await server.stop()
})

test('a token found here is not sent to another machine', async () => {
  let asked = false
  const localToken = () => {
    asked = true
    return TOKEN
  }
  const ran = await muster(['incidents', '--url', 'http://muster.invalid'], { localToken })
  expect(ran.code).toBe(3)
  expect(asked).toBe(false)
})
