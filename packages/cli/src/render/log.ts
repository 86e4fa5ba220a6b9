// Log entries as a table: when, who, and the sentence that says what happened, worded in one place for every face.
import type { LogEntry } from '@muster/contract/incidents.ts'
import type { Io } from '../io.ts'
import { table } from './table.ts'
import { clock } from './times.ts'

export function logTable(entries: readonly LogEntry[], io: Io): string {
  const columns = [{ title: 'No' }, { title: 'Time' }, { title: 'By' }, { title: 'What', flexible: true }]
  return table({ columns, rows: entries.map((entry) => [String(entry.seq), clock(entry.at, io), entry.by, entry.says]) }, io)
}
