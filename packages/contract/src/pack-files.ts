// A pack from its files: which part stands where, which are another pack's, and whether it all means what it says.
import { check } from '@muster/core/protocol/check.ts'
import { expand } from '@muster/core/protocol/expand.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import type { z } from 'zod'
import { changedPart, placeOfChange, type Changes } from './pack-change.ts'
import { packFileSchema, packSchema } from './pack.ts'

type Issue = z.core.$ZodIssue

/** A file of a pack by its name, and what its YAML says. */
export type PackFile = { file: string; value: unknown }
/** The path of the issue leads to its place in the file. */
export type PackFault<F> = { file: F; issue: Issue }
/** `written` is what the files say; `pack` has what the deviations ask for among its duties, and is what an incident is read by. */
export type PackRead<F> =
  | { ok: true; written: Pack; pack: Pack; base: string | null }
  | { ok: false; written: Pack | null; faults: readonly PackFault<F>[] }

/** `changed`: what a file on top says of some of its things. */
type Part<F> = { name: string; value: unknown; file: F; changed?: { file: F; things: Changes } }
type Collected<F> = { parts: readonly Part<F>[]; faults: readonly PackFault<F>[] }
/** The files of the pack of this name; none, where there is no such pack. */
type FilesOf<F> = (name: string) => readonly F[]

export function readPackFiles<F extends PackFile>(name: string, filesOf: FilesOf<F>): PackRead<F> {
  const own = filesOf(name)
  const [first] = own
  if (first === undefined) throw new Error(`The protocol pack "${name}" has no files.`)
  const { parts, faults } = collect([name], own, filesOf)
  if (faults.length > 0) return { ok: false, written: null, faults }
  const byName = new Map(parts.map((part) => [part.name, part]))
  const placed = (issue: Issue): PackFault<F> => {
    const part = byName.get(String(issue.path[0]))
    const path = part?.changed === undefined ? null : placeOfChange(issue.path, { value: part.value, things: part.changed.things })
    if (part?.changed !== undefined && path !== null) return { file: part.changed.file, issue: { ...issue, path } }
    return { file: part?.file ?? byName.get('pack')?.file ?? first, issue }
  }
  const values = Object.fromEntries(parts.flatMap(({ name: part, value }) => (LAYER.has(part) ? [] : [[part, value]])))
  const read = packSchema.safeParse(values, { reportInput: true })
  // Each file was right by itself, so that all that can be wrong is what is in none of them.
  if (!read.success) return { ok: false, written: null, faults: read.error.issues.map(placed) }
  const wrong = check(read.data).map(({ path, says }) => placed(fault(path, says)))
  return wrong.length > 0
    ? { ok: false, written: read.data, faults: wrong }
    : { ok: true, written: read.data, pack: expand(read.data), base: baseOf(own) }
}

/** What is said of a layer, and is no part of a pack. */
const LAYER: ReadonlySet<string> = new Set(['extends', 'change'])

const baseOf = (own: readonly PackFile[]): string | null =>
  packFileSchema.shape.extends.safeParse(own.flatMap(partsOf).find(({ name }) => name === 'extends')?.value).data ?? null

/** The parts of the pack that is built on come first: a part is replaced as a whole, and the name is a pack's own. */
function collect<F extends PackFile>(names: readonly string[], files: readonly F[], filesOf: FilesOf<F>): Collected<F> {
  const own = files.flatMap(partsOf)
  const faults = [...files.flatMap(faultsIn), ...standingTwice(own)]
  const base = own.find((part) => part.name === 'extends')
  const name = packFileSchema.shape.extends.safeParse(base?.value).data
  if (base === undefined || name === undefined) return changed({ parts: own, faults })
  const refuse = (says: string) => ({ parts: own, faults: [...faults, { file: base.file, issue: fault(['extends'], says) }] })
  if (names.includes(name)) return refuse(`Packs cannot extend each other in a circle: ${[...names, name].join(', ')}.`)
  const others = filesOf(name)
  if (others.length === 0) return refuse(`There is no pack "${name}" beside this one.`)
  const below = collect([...names, name], others, filesOf)
  const kept = below.parts.filter((part) => part.name !== 'pack' && !LAYER.has(part.name))
  return changed({ parts: [...kept, ...own], faults: [...below.faults, ...faults] })
}

/** What stands under `change` is laid over the things of the parts below it. */
function changed<F extends PackFile>({ parts, faults }: Collected<F>): Collected<F> {
  const change = parts.find((part) => part.name === 'change')
  const read = packFileSchema.shape.change.safeParse(change?.value).data
  if (change === undefined || read === undefined) return { parts, faults }
  const { file } = change
  const last = new Map(parts.map((part) => [part.name, part]))
  const found = Object.entries(read).flatMap(([name, things = {}]) => {
    const part = last.get(name)
    return part === undefined ? [] : [{ part, things, ...changedPart(part.value, things) }]
  })
  const layered = new Map(found.map(({ part, value, things }): [Part<F>, Part<F>] => [part, { ...part, value, changed: { file, things } }]))
  const missed = found.flatMap(({ part, unknown }) =>
    unknown.map((id) => ({ file, issue: fault(['change', part.name, id], `There is no "${id}" among the ${part.name} to change.`) })),
  )
  return { parts: parts.map((part) => layered.get(part) ?? part), faults: [...faults, ...missed] }
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
