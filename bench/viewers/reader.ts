// The keep-alive connections of a browser: asks as its fetch does, takes gzip, and unpacks only what is looked at.
import { connect, type Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'

export type Answer = { status: number; text: () => string }

/** Null when the connection broke before the answer was whole. */
type Get = (path: string) => Promise<Answer | null>

/** As many connections as a browser opens; what finds none free waits its turn. */
export type Readers = { get: Get }

const END_OF_HEAD = '\r\n\r\n'

export function openReaders(count: number, port: number, headers: Record<string, string>): Readers {
  const free = Array.from({ length: count }, () => openReader(port, headers))
  const waiting: ((get: Get) => void)[] = []
  const takeOne = (): Get | Promise<Get> => free.pop() ?? new Promise((resolve) => waiting.push(resolve))
  const giveBack = (get: Get) => {
    const next = waiting.shift()
    if (next === undefined) free.push(get)
    else next(get)
  }
  return {
    get: async (path) => {
      const get = await takeOne()
      try {
        return await get(path)
      } finally {
        giveBack(get)
      }
    },
  }
}

/** One request at a time. */
function openReader(port: number, headers: Record<string, string>): Get {
  const said = Object.entries({ host: `127.0.0.1:${port}`, 'accept-encoding': 'gzip, deflate, br', ...headers })
  const head = said.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  let socket: Socket | null = null
  let waiting: ((answer: Answer | null) => void) | null = null
  let received: Buffer[] = []
  const settle = (answer: Answer | null) => {
    const tell = waiting
    waiting = null
    received = []
    tell?.(answer)
  }
  const dial = (): Socket => {
    const fresh = connect({ port, host: '127.0.0.1', noDelay: true })
    fresh.on('data', (chunk: Buffer) => {
      received.push(chunk)
      const answer = wholeAnswer(received.length === 1 ? chunk : Buffer.concat(received))
      if (answer !== null) settle(answer)
    })
    fresh.on('error', () => undefined)
    fresh.on('close', () => {
      if (socket !== fresh) return
      socket = null
      settle(null)
    })
    return fresh
  }
  return (path) =>
    new Promise((resolve) => {
      waiting = resolve
      socket ??= dial()
      socket.write(`GET ${path} HTTP/1.1\r\n${head}\r\n`)
    })
}

/** Null while some of it is to come. The API says how long each of its answers is. */
function wholeAnswer(bytes: Buffer): Answer | null {
  const end = bytes.indexOf(END_OF_HEAD)
  if (end === -1) return null
  const head = bytes.toString('latin1', 0, end)
  const body = bytes.subarray(end + END_OF_HEAD.length)
  if (body.length < Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)) return null
  const isPacked = /\r\ncontent-encoding: *gzip/i.test(head)
  return { status: Number(head.slice(9, 12)), text: () => (isPacked ? gunzipSync(body) : body).toString('utf8') }
}
