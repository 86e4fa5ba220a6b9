// Reading finds the end of a table's rows wherever the chunks of a file happen to be cut.
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from './fixture.ts'
import { END_OF_ROWS, FORMAT_VERSION, line } from './format.ts'
import { openBackup } from './read-backup.ts'

/** What the reader unzips at once. */
const CHUNK = 256 * 1024

type Table = { table: string; rows: string }

const header = line({
  format: 'muster-backup',
  formatVersion: FORMAT_VERSION,
  productVersion: '0',
  takenAt: 0,
  migrations: [],
  organisations: [],
  signalDays: [],
  sequences: [],
})
const opening = (table: string) => line({ table, columns: ['a'] })

function backupOf(tables: readonly Table[]): string {
  const folder = temporaryFolder()
  onTestFinished(folder.remove)
  const body = Buffer.concat([header, ...tables.flatMap(({ table, rows }) => [opening(table), Buffer.from(rows), END_OF_ROWS])])
  const sha256 = createHash('sha256').update(body).digest('hex')
  writeFileSync(folder.file('backup'), gzipSync(Buffer.concat([body, line({ sha256 })])))
  return folder.file('backup')
}

async function read(file: string): Promise<Table[]> {
  const { sections } = await openBackup(file)
  const tables: Table[] = []
  for await (const { table, rows } of sections) {
    const chunks: Buffer[] = []
    for await (const chunk of rows) chunks.push(chunk)
    tables.push({ table, rows: Buffer.concat(chunks).toString('utf8') })
  }
  return tables
}

test.each([-5, -4, -3, -2, -1, 0, 1, 2])('the end of rows is found when it begins %i bytes from the edge of a chunk', async (shift) => {
  const length = CHUNK + shift - header.length - opening('first').length
  const tables = [
    { table: 'first', rows: `${'x'.repeat(length - 1)}\n` },
    { table: 'second', rows: 'y\n' },
  ]
  expect(await read(backupOf(tables))).toEqual(tables)
})

test('a table without rows, one with rows of many chunks, and one whose rows look like ends are told apart', async () => {
  const tables = [
    { table: 'empty', rows: '' },
    { table: 'long', rows: `${'z'.repeat(3 * CHUNK)}\n`.repeat(2) },
    { table: 'sly', rows: '\\\\.\n x\\.\n\\\\\\\\.\n' },
    { table: 'last', rows: '' },
  ]
  expect(await read(backupOf(tables))).toEqual(tables)
})
