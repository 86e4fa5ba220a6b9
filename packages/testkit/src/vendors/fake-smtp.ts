// A mail server that keeps what it is given and checks that it is a well-formed e-mail.
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { portOf } from './fake-http.ts'

export type Mail = { from: string; to: string[]; raw: string; headers: Record<string, string> }

export type FakeSmtp = {
  port: number
  received: Mail[]
  violations: string[]
  /** The next message is refused with this SMTP status after its text was sent. */
  answerNext: (status: number, text?: string) => void
  /** From now on connections are accepted and nothing is ever said. */
  hang: () => Promise<void>
  down: () => Promise<void>
  close: () => Promise<void>
}

type Sign = { user: string; pass: string }

export async function fakeSmtp({ sign = null }: { sign?: Sign | null } = {}): Promise<FakeSmtp> {
  const received: Mail[] = []
  const violations: string[] = []
  const script: { status: number; text: string }[] = []
  const server = mailServer(sign, (mail) => {
    received.push(mail)
    violations.push(...violationsOf(mail))
    const next = script.shift()
    return next === undefined ? null : Object.assign(new Error(next.text), { responseCode: next.status })
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const port = portOf(server.server)
  let mute: { close: () => Promise<void> } | null = null
  const stop = async (): Promise<void> => {
    await mute?.close()
    await stopServer(server)
  }
  return {
    port,
    received,
    violations,
    answerNext: (status, text = '4.0.0 not now, s3cret-pass') => void script.push({ status, text }),
    hang: async () => {
      await stopServer(server)
      mute = await muteServer(port)
    },
    down: stop,
    close: stop,
  }
}

function mailServer(sign: Sign | null, take: (mail: Mail) => Error | null): SMTPServer {
  const server = new SMTPServer({
    authOptional: sign === null,
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    closeTimeout: 50,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, done) => {
      if (username === sign?.user && password === sign?.pass) return done(null, { user: username })
      done(Object.assign(new Error(`5.7.8 no such user ${username} ${password}`), { responseCode: 535 }))
    },
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('latin1')
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        done(take({ from, to: envelope.rcptTo.map(({ address }) => address), raw, headers: headersOf(raw) }))
      })
    },
  })
  server.on('error', () => {})
  return server
}

function headersOf(raw: string): Record<string, string> {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  return Object.fromEntries(
    head.split('\r\n').map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
}

const MESSAGE_ID = /^<[^<>@\s]+@[^<>@\s]+>$/

/** RFC 5322, section 3.6.4: the references end with what is replied to, and nothing replies to itself. */
function threadFaults(headers: Record<string, string>): [boolean, string][] {
  const references = headers['references']?.split(/\s+/) ?? []
  const parent = headers['in-reply-to']
  return [
    [references.some((one) => !MESSAGE_ID.test(one)), 'a reference is no Message-ID'],
    [references.at(-1) !== parent, 'the last reference is not what is replied to'],
    [references.includes(headers['message-id'] ?? ''), 'it refers to itself'],
  ]
}

function violationsOf({ raw, headers }: Mail): string[] {
  const missing = ['from', 'to', 'subject', 'date', 'message-id', 'mime-version']
    .filter((name) => headers[name] === undefined)
    .map((name) => `there is no ${name} header`)
  const faults: [boolean, string][] = [
    [/[^\r]\n/.test(raw), 'a line ends without a carriage return'],
    [raw.split('\r\n').some((line) => line.length > 998), 'a line is longer than 998'],
    [/\P{ASCII}/u.test(raw.slice(0, raw.indexOf('\r\n\r\n'))), 'a header is not ASCII'],
    [!MESSAGE_ID.test(headers['message-id'] ?? ''), 'the Message-ID is not one'],
    ...threadFaults(headers),
  ]
  return [...missing, ...faults.filter(([broken]) => broken).map(([, says]) => says)]
}

async function stopServer(server: SMTPServer): Promise<void> {
  if (!server.server.listening) return
  await new Promise<void>((resolve) => server.close(() => resolve()))
}

async function muteServer(port: number): Promise<{ close: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
