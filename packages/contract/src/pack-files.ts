// A pack from its files: which part stands where, which are another pack's, and whether it all means what it says.
import { check } from '@muster/core/protocol/check.ts'
import { expand } from '@muster/core/protocol/expand.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import type { z } from 'zod'
import { packFileSchema, packSchema } from './pack.ts'

type Issue = z.core.$ZodIssue

/** A file of a pack by its name, and what its YAML says. */
export type PackFile = { file: string; value: unknown }
/** The path of the issue leads to its place in the file. */
export type PackFault<F> = { file: F; issue: Issue }
/** `written` is what the files say; `pack` has what the deviations ask for among its duties, and is what an incident is read by. */
export type PackRead<F> = { ok: true; written: Pack; pack: Pack } | { ok: false; written: Pack | null; faults: readonly PackFault<F>[] }

type Part<F> = { name: string; value: unknown; file: F }
type Collected<F> = { parts: readonly Part<F>[]; faults: readonly PackFault<F>[] }
/** The files of the pack of this name; none, where there is no such pack. */
type FilesOf<F> = (name: string) => readonly F[]

export function readPackFiles<F extends PackFile>(name: string, filesOf: FilesOf<F>): PackRead<F> {
  const own = filesOf(name)
  const [first] = own
  if (first === undefined) throw new Error(`The protocol pack "${name}" has no files.`)
  const { parts, faults } = collect([name], own, filesOf)
  if (faults.length > 0) return { ok: false, written: null, faults }
  const files = new Map(parts.map((part) => [part.name, part.file]))
  const placed = (issue: Issue): PackFault<F> => ({ file: files.get(String(issue.path[0])) ?? files.get('pack') ?? first, issue })
  const values = Object.fromEntries(parts.flatMap((part) => (part.name === 'extends' ? [] : [[part.name, part.value]])))
  const read = packSchema.safeParse(values, { reportInput: true })
  // Each file was right by itself, so that all that can be wrong is what is in none of them.
  if (!read.success) return { ok: false, written: null, faults: read.error.issues.map(placed) }
  const wrong = check(read.data).map(({ path, says }) => placed(fault(path, says)))
  return wrong.length > 0 ? { ok: false, written: read.data, faults: wrong } : { ok: true, written: read.data, pack: expand(read.data) }
}

/** The parts of the pack that is built on come first: a part is replaced as a whole, and the name is a pack's own. */
function collect<F extends PackFile>(names: readonly string[], files: readonly F[], filesOf: FilesOf<F>): Collected<F> {
  const own = files.flatMap(partsOf)
  const faults = [...files.flatMap(faultsIn), ...standingTwice(own)]
  const base = own.find((part) => part.name === 'extends')
  const name = packFileSchema.shape.extends.safeParse(base?.value).data
  if (base === undefined || name === undefined) return { parts: own, faults }
  const refuse = (says: string) => ({ parts: own, faults: [...faults, { file: base.file, issue: fault(['extends'], says) }] })
  if (names.includes(name)) return refuse(`Packs cannot extend each other in a circle: ${[...names, name].join(', ')}.`)
  const others = filesOf(name)
  if (others.length === 0) return refuse(`There is no pack "${name}" beside this one.`)
  const below = collect([...names, name], others, filesOf)
  return { parts: [...below.parts.filter((part) => part.name !== 'pack'), ...own], faults: [...below.faults, ...faults] }
}

/** A file in which everything is commented out says nothing. */
const valueOf = ({ value }: PackFile): unknown => value ?? {}

function partsOf<F extends PackFile>(file: F): Part<F>[] {
  const value = valueOf(file)
  return typeof value === 'object' && value !== null ? Object.entries(value).map(([name, part]) => ({ name, value: part, file })) : []
}

function faultsIn<F extends PackFile>(file: F): PackFault<F>[] {
  const read = packFileSchema.safeParse(valueOf(file), { reportInput: true })
  return read.success ? [] : read.error.issues.map((issue) => ({ file, issue }))
}

function standingTwice<F extends PackFile>(parts: readonly Part<F>[]): PackFault<F>[] {
  return parts.flatMap(({ name, file }, place) => {
    const before = parts.slice(0, place).find((part) => part.name === name)
    const says = `"${name}" is in ${before?.file.file ?? ''} already. A part stands in one file.`
    return before === undefined ? [] : [{ file, issue: fault([name], says) }]
  })
}

const fault = (path: readonly (string | number)[], message: string): Issue => ({
  code: 'custom',
  path: [...path],
  message,
  input: undefined,
})
