// What every command that speaks to the server needs: the client, the terminal, and whether a machine is reading.
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { Api } from './client.ts'
import { usage } from './exit.ts'
import type { Io } from './io.ts'
import { cleanAll } from './render/clean.ts'

export type GlobalOptions = { url?: string; tokenFile?: string; json?: boolean }
export type Server = { url: string; token: string | null }
export type Session = { api: Api; server: Server; io: Io; json: boolean }

/** Runs the work with a client; whatever the server refuses becomes a failure with words and an exit code. */
export async function withServer(command: Command, io: Io, work: (session: Session) => Promise<void>): Promise<void> {
  const options = command.optsWithGlobals<GlobalOptions>()
  const url = serverUrl(options, io)
  const server = { url, token: readToken(options, io) ?? (isLocal(url) ? io.localToken() : null) }
  const { connect, failureOf } = await import('./client.ts')
  try {
    await work({ api: connect(server), server, io, json: options.json === true })
  } catch (error) {
    throw failureOf(error, server)
  }
}

export function serverUrl(options: GlobalOptions, { env }: Pick<Io, 'env'>): string {
  const text = options.url ?? (env['MUSTER_URL']?.trim() || `http://localhost:${env['PORT']?.trim() || '4400'}`)
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw usage('The address of the server is not a web address.', 'Write --url (or MUSTER_URL) like https://muster.example.org')
  // The text may hold a password, so it is not repeated.
  if (url.username !== '' || url.password !== '')
    throw usage('The address of the server holds a name or password.', 'Leave them out, and put the token into MUSTER_TOKEN.')
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

/** A token found on this machine never leaves it. */
export function isLocal(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)
}

function readToken(options: GlobalOptions, { env }: Pick<Io, 'env'>): string | null {
  const token = (options.tokenFile === undefined ? (env['MUSTER_TOKEN'] ?? '') : readTokenFile(options.tokenFile)).trim()
  // A header cannot carry these, and fetch would repeat the token in its complaint.
  if (!/^[\u0021-\u007e]*$/.test(token)) throw usage('The token holds blanks or characters no token has.', 'Copy it again; it is one word.')
  return token === '' ? null : token
}

function readTokenFile(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw usage(`The token file ${file} cannot be read.`, 'Check --token-file: the path, and who may read it.')
  }
}

/** The answer itself for a machine, words for a person; text from outside is cleaned before it meets a terminal. */
export function present<T>({ io, json }: Pick<Session, 'io' | 'json'>, value: T, words: (value: T) => string): void {
  io.out(json ? `${JSON.stringify(value, null, 2)}\n` : words(cleanAll(value)))
}
