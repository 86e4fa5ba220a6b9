// Files over the wire: the body is the file itself, so they go beside the typed client.
import { randomUUID } from 'node:crypto'
import { filePath, fileSchema, filesPath, type FileView } from '@muster/contract/files.ts'
import { ORPCError } from '@orpc/client'
import { notMuster, reach } from './client.ts'
import type { Server } from './session.ts'

/** A few minutes: as long as the server waits. */
const PATIENCE_MS = 180_000

export type Sending = { incident: string; bytes: Buffer; said: { name: string; caption?: string; as?: string } }

export async function sendFile(server: Server, { incident, bytes, said }: Sending): Promise<FileView> {
  const response = await ask(server, `${filesPath(incident)}?${new URLSearchParams(said)}`, {
    method: 'POST',
    headers: { 'content-type': typeOf(said.name), 'idempotency-key': randomUUID() },
    body: new Uint8Array(bytes),
  })
  const read = fileSchema.safeParse(await response.json().catch(() => null))
  if (!read.success) throw notMuster(server)
  return read.data
}

/** Of its text, what a browser would have called it: that is what the log says it is. A picture is known by its bytes. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/\.(txt|log|out|err)$/i, 'text/plain'],
  [/\.(json|har)$/i, 'application/json'],
  [/\.csv$/i, 'text/csv'],
  [/\.pdf$/i, 'application/pdf'],
  [/\.gz$/i, 'application/gzip'],
  [/\.zip$/i, 'application/zip'],
]

const typeOf = (name: string): string => TYPES.find(([ending]) => ending.test(name))?.[1] ?? 'application/octet-stream'

export async function fetchFile(
  server: Server,
  { incident, entry }: { incident: string; entry: number },
): Promise<{ name: string; bytes: Buffer }> {
  const response = await ask(server, filePath(incident, entry), {})
  const whole = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  if (whole === undefined) throw notMuster(server)
  return { name: decodeURIComponent(whole), bytes: Buffer.from(await response.arrayBuffer()) }
}

async function ask(server: Server, address: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Response> {
  const headers = { ...init.headers, ...(server.token !== null && { authorization: `Bearer ${server.token}` }) }
  const response = await reach(server, `${server.url}${address}`, { ...init, headers, signal: AbortSignal.timeout(PATIENCE_MS) })
  if (response.ok) return response
  const said = Object(await response.json().catch(() => null)) as { code?: unknown; message?: unknown; data?: unknown }
  throw new ORPCError(String(said.code ?? 'REFUSED'), { status: response.status, message: String(said.message ?? ''), data: said.data })
}
