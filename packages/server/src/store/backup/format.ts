// What a backup file is made of: gzip over lines. A header, each table's rows as COPY writes them, and a checksum over all before it.
import { z } from 'zod'

/** Rises when an older version could no longer read the file. */
export const FORMAT_VERSION = 1

export const headerSchema = z.object({
  format: z.literal('muster-backup'),
  formatVersion: z.number().int(),
  productVersion: z.string(),
  takenAt: z.number(),
  /** The schema the rows belong to. */
  migrations: z.array(z.string()),
  organisations: z.array(z.object({ slug: z.string(), name: z.string() })),
  /** Days of signals that have a partition, by their first instant. */
  signalDays: z.array(z.number().int()),
  /** Where each identity column stands; text, because it is a bigint. */
  sequences: z.array(z.object({ table: z.string(), column: z.string(), lastValue: z.string().regex(/^\d+$/), isCalled: z.boolean() })),
})
export type Header = z.infer<typeof headerSchema>

/** Before the rows of a table; after them stands END_OF_ROWS. Tables follow those they refer to. */
export const tableSchema = z.object({ table: z.string(), columns: z.array(z.string()).min(1) })
export type TableLine = z.infer<typeof tableSchema>

/** SHA-256 over every byte before this line, uncompressed. */
export const trailerSchema = z.object({ sha256: z.string() })

/** COPY writes a backslash in a value twice, so no row is this line. */
export const END_OF_ROWS = Buffer.from('\\.\n')

export function line(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`)
}
