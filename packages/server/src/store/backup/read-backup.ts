// Reads a backup file piece by piece, in memory that does not grow with it, and says clearly when it is cut off or altered.
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import type { z } from 'zod'
import { END_OF_ROWS, FORMAT_VERSION, headerSchema, tableSchema, trailerSchema, type Header, type TableLine } from './format.ts'

export type Section = TableLine & {
  /** Whole rows in chunks of any size; read them before asking for the next section. */
  rows: AsyncGenerator<Buffer>
}

export type Backup = {
  header: Header
  sections: AsyncGenerator<Section>
  /** After the last section: what the whole file summed up to, which is what its trailer says. */
  sum: () => string
  close: () => Promise<void>
}

const LONGEST_LINE = 4 * 1024 * 1024
/** The end of rows stands at the start of a line. */
const ROWS_END = Buffer.concat([Buffer.from('\n'), END_OF_ROWS])

export async function openBackup(file: string): Promise<Backup> {
  const source = bytesOf(file)
  const sum = createHash('sha256')
  const first = await source.line()
  const header = parse(headerSchema, first, file)
  if (header.formatVersion > FORMAT_VERSION)
    throw new Error(
      `${file} was written by Muster ${header.productVersion} in a newer format than this version reads. Restore it with Muster ${header.productVersion} or newer.`,
    )
  sum.update(first)
  let told = ''
  async function* sections(): AsyncGenerator<Section> {
    for (;;) {
      const bytes = await source.line()
      const trailer = trailerSchema.safeParse(json(bytes))
      if (trailer.success) {
        told = sum.digest('hex')
        if (told !== trailer.data.sha256 || !(await source.isAtEnd())) throw altered(file)
        return
      }
      const table = parse(tableSchema, bytes, file)
      sum.update(bytes)
      yield { ...table, rows: rowsOf(source, sum) }
    }
  }
  return { header, sections: sections(), sum: () => told, close: source.close }
}

async function* rowsOf(source: Bytes, sum: Hash): AsyncGenerator<Buffer> {
  for await (const bytes of source.rows()) {
    sum.update(bytes)
    yield bytes
  }
  sum.update(END_OF_ROWS)
}

type Bytes = {
  line: () => Promise<Buffer>
  rows: () => AsyncGenerator<Buffer>
  isAtEnd: () => Promise<boolean>
  close: () => Promise<void>
}

function bytesOf(file: string): Bytes {
  const chunks = unzipped(file)
  let held: Buffer = Buffer.alloc(0)
  const more = async (): Promise<boolean> => {
    const next = await chunks.next()
    if (next.done === true) return false
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value])
    return true
  }
  const take = (length: number): Buffer => {
    const taken = held.subarray(0, length)
    held = held.subarray(length)
    return taken
  }
  const need = async (): Promise<void> => {
    if (!(await more())) throw cutOff(file)
  }
  return {
    close: async () => void (await chunks.return(undefined)),
    isAtEnd: async () => held.length === 0 && !(await more()),
    line: async () => {
      while (!held.includes(10)) {
        if (held.length > LONGEST_LINE) throw altered(file)
        await need()
      }
      return take(held.indexOf(10) + 1)
    },
    rows: async function* () {
      while (held.length < END_OF_ROWS.length) await need()
      if (held.subarray(0, END_OF_ROWS.length).equals(END_OF_ROWS)) return void take(END_OF_ROWS.length)
      for (;;) {
        const end = held.indexOf(ROWS_END)
        if (end !== -1) {
          yield take(end + 1)
          return void take(END_OF_ROWS.length)
        }
        // What may be the first bytes of the end stays for the next look.
        if (held.length >= ROWS_END.length) yield take(held.length - ROWS_END.length + 1)
        await need()
      }
    },
  }
}

async function* unzipped(file: string): AsyncGenerator<Buffer, undefined> {
  const input = createReadStream(file, { highWaterMark: 256 * 1024 })
  const gunzip = createGunzip({ chunkSize: 256 * 1024 })
  input.on('error', (error) => gunzip.destroy(error))
  try {
    for await (const chunk of input.pipe(gunzip)) yield chunk as Buffer
  } catch (error) {
    throw explained(file, error)
  } finally {
    input.destroy()
    gunzip.destroy()
  }
  return undefined
}

function explained(file: string, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'Z_BUF_ERROR') return cutOff(file)
  if (code.startsWith('Z_')) return altered(file)
  return new Error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
}

function parse<T>(schema: z.ZodType<T>, bytes: Buffer, file: string): T {
  const read = schema.safeParse(json(bytes))
  if (read.success) return read.data
  throw new Error(`${file} is no backup of Muster, or was altered.`)
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
}

function cutOff(file: string): Error {
  return new Error(`${file} is cut off: its end is missing. Take another copy of the backup.`)
}

function altered(file: string): Error {
  return new Error(`${file} was altered after it was written: its checksum does not agree. Take another copy of the backup.`)
}
