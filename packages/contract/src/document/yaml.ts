// A YAML (or JSON) text taken apart: what it says, and every fault at its line. Parser messages that quote the text are replaced: it may hold secrets.
import { LineCounter, parseDocument, type Document, type YAMLParseError } from 'yaml'
import { position, type PlacedFault } from './faults.ts'

export type ReadText = { file: string; value: unknown; document: Document; lines: LineCounter }

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

/** Where there are faults there is no value. */
export function parseYaml(file: string, text: string): ReadText & { faults: PlacedFault[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true })
  const faults = document.errors.map((error) => ({
    ...position(error.pos[0], lines),
    path: '',
    says: says[error.code] ?? `This is not YAML (${error.code.toLowerCase()}).`,
  }))
  const read = { file, document, lines }
  if (faults.length > 0) return { ...read, value: null, faults }
  try {
    return { ...read, value: document.toJS({ maxAliasCount: 1000 }), faults }
  } catch {
    return { ...read, value: null, faults: [{ line: 1, column: 1, path: '', says: ALIASES }] }
  }
}

const ALIASES = 'It repeats itself too often: its aliases grow without measure, or name no anchor. Write the things out.'
