// The cable between a node and its database, which a test can pull and plug in again.
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import path from 'node:path'
import type { Connection } from '@muster/server/store/db.ts'

export type Cable = {
  /** What a node connects to instead of the database itself. */
  connection: Connection
  /** Every connection breaks, and new ones are refused. */
  pull: () => Promise<void>
  plugIn: () => Promise<void>
}

export async function layCable(to: Connection): Promise<Cable> {
  const sockets = new Set<Socket>()
  const join = (near: Socket) => {
    const far =
      to.host?.startsWith('/') === true
        ? connect(path.join(to.host, `.s.PGSQL.${to.port}`))
        : connect(to.port ?? 5432, to.host ?? '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  }
  const listen = async (port: number) => {
    const server = createServer(join).listen(port, '127.0.0.1')
    await once(server, 'listening')
    return server
  }
  let server = await listen(0)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the cable got no port')
  const { port } = address
  return {
    connection: { ...to, host: '127.0.0.1', port },
    pull: async () => {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
    plugIn: async () => {
      server = await listen(port)
    },
  }
}
