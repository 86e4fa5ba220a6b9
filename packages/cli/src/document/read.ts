// Reads a YAML (or JSON) file. Parser messages that quote the file are replaced: a document may hold secrets.
import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument, type Document, type YAMLParseError } from 'yaml'
import { EXIT, Failure, usage } from '../exit.ts'
import type { Io } from '../io.ts'
import { faultLines, position, type PlacedFault } from './faults.ts'

export type ReadFile = { file: string; value: unknown; document: Document; lines: LineCounter }

const says: Partial<Record<YAMLParseError['code'], string>> = {
  BAD_INDENT: 'The indentation is not right. Things of one list or map start in the same column.',
  DUPLICATE_KEY: 'This field stands here twice. Keep one.',
  MISSING_CHAR: 'A character is missing before this, often a colon, a comma, a bracket or a quote.',
  TAB_AS_INDENT: 'Indent with spaces; YAML allows no tabs here.',
  MULTIPLE_DOCS: 'A second document starts here. Keep one a file.',
  BAD_ALIAS: 'This alias names an anchor that does not stand before it.',
  UNEXPECTED_TOKEN: 'This is not expected here. Quote the text if it holds special characters.',
  BLOCK_AS_IMPLICIT_KEY: 'A map cannot start here. Put it on its own line, indented.',
  BAD_SCALAR_START: 'A text cannot start with this character. Put it in quotes.',
  BAD_DQ_ESCAPE: 'This escape is unknown in double quotes. Use single quotes, or double the backslash.',
}

export async function readFileAs(file: string, io: Io): Promise<ReadFile> {
  const text = file === '-' ? await io.readInput() : readText(file)
  const { faults, ...read } = parseYaml(file === '-' ? 'stdin' : file, text)
  if (faults.length > 0) throw new Failure(EXIT.usage, `${read.file} cannot be read as YAML.`, faultLines(read.file, faults))
  return read
}

/** Where there are faults there is no value. */
export function parseYaml(file: string, text: string): ReadFile & { faults: PlacedFault[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true })
  const faults = document.errors.map((error) => ({
    ...position(error.pos[0], lines),
    path: '',
    says: says[error.code] ?? `This is not YAML (${error.code.toLowerCase()}).`,
  }))
  return { file, value: faults.length > 0 ? null : plainValue(document, file), document, lines, faults }
}

function plainValue(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 1000 })
  } catch {
    throw usage(`${name} repeats itself too often.`, 'Its aliases grow without measure, or name no anchor. Write the things out.')
  }
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw usage(`${file} cannot be read (${code}).`, 'Check the path, and who may read it.')
  }
}
