// A pack as somebody writes it: its text read and checked, and every fault at its line and column, with what was probably meant.
import type { Pack } from '@muster/core/protocol/pack.ts'
import { explainIssue } from './document/explain-issue.ts'
import { place, type PlacedFault, type Step } from './document/faults.ts'
import { fieldsAt, jsonSchemaOf, type JsonSchema } from './document/json-schema.ts'
import { parseYaml, type ReadText } from './document/yaml.ts'
import { packFileSchema } from './pack.ts'
import { readPackFiles, type PackFile, type PackRead } from './pack-files.ts'
import { suggestion } from './pack-suggestion.ts'

export type FaultInFile = PlacedFault & { file: string }
export type PackOfText =
  | { ok: true; written: Pack; pack: Pack; base: string | null }
  | { ok: false; written: Pack | null; faults: readonly FaultInFile[] }

/** `filesOf` has the packs it may build on. */
export function readPackText(text: string, filesOf: (name: string) => readonly PackFile[]): PackOfText {
  const { faults, ...own } = parseYaml(OWN, text)
  if (faults.length > 0) return { ok: false, written: null, faults: faults.map((fault) => ({ file: OWN, ...fault })) }
  const files = new Map<string, ReadText[]>()
  const below = (name: string): ReadText[] => {
    const known = files.get(name) ?? filesOf(name).map(({ file, value }) => ({ ...parseYaml(file, ''), file, value }))
    files.set(name, known)
    return known
  }
  const read = readPackFiles('', (name) => (name === '' ? [own] : below(name)))
  return read.ok ? read : { ok: false, written: read.written, faults: placedFaults(read) }
}

/** Whoever has one text has one file. */
export const OWN = 'this pack'

/** File by file, each as it is read. */
export function placedFaults({ faults, written }: Extract<PackRead<ReadText>, { ok: false }>): FaultInFile[] {
  const files = [...new Set(faults.map(({ file }) => file))]
  return files.flatMap((file) => {
    const explained = faults
      .filter((fault) => fault.file === file)
      .flatMap(({ issue }) => explainIssue(issue, fieldsOf))
      .map((fault) => ({ ...fault, says: fault.says + suggestion(fault.says, written) }))
    return place(explained, file.document, file.lines).map((fault) => ({ file: file.file, ...fault }))
  })
}

/** Under `change` a thing of a list is named, and counted elsewhere. */
function fieldsOf([first, part, thing, ...rest]: readonly Step[]): string[] {
  const given = [first, part, thing, ...rest].filter((step) => step !== undefined)
  if (first === 'add') return fieldsAt(schema(), given.slice(1))
  if (first !== 'change' || part === undefined || thing === undefined) return fieldsAt(schema(), given)
  const named = fieldsAt(schema(), [part, thing, ...rest])
  return named.length > 0 ? named : fieldsAt(schema(), [part, 0, ...rest])
}

let known: JsonSchema | null = null
const schema = (): JsonSchema => (known ??= jsonSchemaOf(packFileSchema))
