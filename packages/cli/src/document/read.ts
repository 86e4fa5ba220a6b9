// Reads a YAML (or JSON) file. Parser messages that quote the file are replaced: a document may hold secrets.
import { readFileSync } from 'node:fs'
import { faultLines } from '@muster/contract/document/faults.ts'
import { parseYaml, type ReadText } from '@muster/contract/document/yaml.ts'
import { EXIT, Failure, usage } from '../exit.ts'
import type { Io } from '../io.ts'

export type ReadFile = ReadText

export async function readFileAs(file: string, io: Io): Promise<ReadFile> {
  const text = file === '-' ? await io.readInput() : readText(file)
  const { faults, ...read } = parseYaml(file === '-' ? 'stdin' : file, text)
  if (faults.length > 0) throw new Failure(EXIT.usage, `${read.file} cannot be read as YAML.`, faultLines(read.file, faults))
  return read
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw usage(`${file} cannot be read (${code}).`, 'Check the path, and who may read it.')
  }
}
