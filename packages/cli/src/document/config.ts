// The organisation's document from a file: read, checked against the contract's schema, every fault told at its place.
import path from 'node:path'
import { configDocument, type ConfigInput } from '@muster/contract/config-document.ts'
import { EXIT, Failure } from '../exit.ts'
import type { Io } from '../io.ts'
import { explainIssue } from '@muster/contract/document/explain-issue.ts'
import { faultLines, place, readPath } from '@muster/contract/document/faults.ts'
import { fieldsAt, jsonSchemaOf, type JsonSchema } from '@muster/contract/document/json-schema.ts'
import { readFileAs, type ReadFile } from './read.ts'

export type ConfigFile = ReadFile & { input: ConfigInput }

/** `unmanaged`: the console may go on changing what the document describes. */
export async function readConfig(file: string, io: Io, { unmanaged = false }: { unmanaged?: boolean } = {}): Promise<ConfigFile> {
  const read = await readFileAs(file, io)
  const parsed = configDocument.safeParse(read.value, { reportInput: true })
  // What was written is sent, not what the schema made of it: left out and default are not the same to the server.
  if (parsed.success) return { ...read, input: keptIn(file, read.value as ConfigInput, unmanaged) }
  const schema = jsonSchema()
  const faults = parsed.error.issues.flatMap((issue) => explainIssue(issue, (path) => fieldsAt(schema, path)))
  throw new Failure(EXIT.usage, `${read.file} is not right yet.`, faultLines(read.file, place(faults, read.document, read.lines)))
}

/** The file's name without its folder: the same from wherever it is applied. */
function keptIn(file: string, { managedBy, ...input }: ConfigInput, unmanaged: boolean): ConfigInput {
  if (unmanaged) return input
  return { managedBy: managedBy ?? (file === '-' ? 'standard input' : path.basename(file)), ...input }
}

/** What the server found wrong, told at its place in the file. */
export function placeServerFaults(file: ConfigFile, faults: readonly { at: string; says: string }[]): Failure {
  const placed = place(
    faults.map(({ at, says }) => ({ path: readPath(at), says })),
    file.document,
    file.lines,
  )
  return new Failure(EXIT.refused, `The server refused ${file.file}. Nothing was changed.`, faultLines(file.file, placed))
}

export function jsonSchema(): JsonSchema {
  return jsonSchemaOf(configDocument)
}
