// One keep-alive HTTP connection on a bare socket: it costs the same few microseconds whoever is at the other end.
import { connect, type Socket } from 'node:net'

export type Connection = {
  /** The status, or null when the connection broke before the answer was whole. One request at a time. */
  post: (path: string, body: string) => Promise<number | null>
  close: () => void
}

const END_OF_HEAD = '\r\n\r\n'

export function openConnection(port: number): Connection {
  let socket: Socket | null = null
  let waiting: ((status: number | null) => void) | null = null
  let received = ''
  const settle = (status: number | null) => {
    const tell = waiting
    waiting = null
    received = ''
    tell?.(status)
  }
  const dial = (): Socket => {
    const fresh = connect({ port, host: '127.0.0.1', noDelay: true })
    fresh.setEncoding('latin1')
    fresh.on('data', (chunk: string) => {
      received += chunk
      const status = wholeAnswer(received)
      if (status !== null) settle(status)
    })
    fresh.on('error', () => undefined)
    fresh.on('close', () => {
      if (socket !== fresh) return
      socket = null
      settle(null)
    })
    return fresh
  }
  return {
    post: (path, body) =>
      new Promise((resolve) => {
        waiting = resolve
        socket ??= dial()
        socket.write(
          `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        )
      }),
    close: () => socket?.destroy(),
  }
}

/** The status of a whole answer; null while some of it is to come. */
function wholeAnswer(text: string): number | null {
  const head = text.indexOf(END_OF_HEAD)
  if (head === -1) return null
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head))?.[1]
  if (length === undefined && /\r\ntransfer-encoding: *chunked/i.test(text.slice(0, head)))
    return text.endsWith('0\r\n\r\n') ? statusOf(text) : null
  return text.length >= head + END_OF_HEAD.length + Number(length ?? 0) ? statusOf(text) : null
}

const statusOf = (text: string) => Number(text.slice(9, 12))
