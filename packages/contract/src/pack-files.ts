// A pack from its files: which part stands where, which are another pack's, and whether it all means what it says.
import { check } from '@muster/core/protocol/check.ts'
import { expand } from '@muster/core/protocol/expand.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import type { z } from 'zod'
import { layered, placeInLayer, WAYS, type Layer } from './pack-change.ts'
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

type Files<F> = Partial<Record<(typeof WAYS)[number], F>>
/** `laid`: what files on top say of some of its things. */
type Part<F> = { name: string; value: unknown; file: F; laid?: { files: Files<F>; layer: Layer } }
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
    const path = part?.laid === undefined ? null : placeInLayer(issue.path, { value: part.value, layer: part.laid.layer })
    const file = part?.laid?.files[path?.[0] === 'add' ? 'add' : 'change']
    if (file !== undefined && path !== null) return { file, issue: { ...issue, path } }
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
const LAYER: ReadonlySet<string> = new Set(['extends', ...WAYS])

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

/** What stands under `change`, `add` and `remove` is laid over the things of the parts below it. */
function changed<F extends PackFile>({ parts, faults }: Collected<F>): Collected<F> {
  const files = Object.fromEntries(
    WAYS.flatMap((way) => parts.flatMap(({ name, file }) => (name === way ? [[way, file]] : []))),
  ) as Files<F>
  const said = layersOf(parts)
  const last = new Map(parts.map((part) => [part.name, part]))
  const found = [...said].flatMap(([name, layer]) => {
    const part = last.get(name)
    return part === undefined ? [] : [{ part, layer, ...layered(part.value, layer) }]
  })
  const laid = new Map(found.map(({ part, value, layer }): [Part<F>, Part<F>] => [part, { ...part, value, laid: { files, layer } }]))
  const missed = found.flatMap(({ part, missed: names }) =>
    names.flatMap(({ way, id }) => {
      const says = `There is no "${id}" among the ${part.name} to ${way}.`
      const file = files[way]
      return file === undefined
        ? []
        : [{ file, issue: fault(['change', 'add'].includes(way) ? [way, part.name, id] : [way, part.name], says) }]
    }),
  )
  return { parts: parts.map((part) => laid.get(part) ?? part), faults: [...faults, ...missed] }
}

/** What is not of the right shape has its fault already. */
function layersOf<F extends PackFile>(parts: readonly Part<F>[]): Map<string, Layer> {
  const valueOfPart = (name: string) => parts.find((part) => part.name === name)?.value
  const { change, add, remove } = packFileSchema.shape
  const said = {
    change: change.safeParse(valueOfPart('change')).data ?? {},
    add: add.safeParse(valueOfPart('add')).data ?? {},
    remove: remove.safeParse(valueOfPart('remove')).data ?? {},
  }
  const names = new Set(WAYS.flatMap((way) => Object.keys(said[way])))
  return new Map(
    [...names].map((name) => {
      const of = <T>(things: Readonly<Record<string, T>>): T | undefined => things[name]
      return [name, { change: of<Record<string, unknown>>(said.change), add: of<unknown[]>(said.add), remove: of<string[]>(said.remove) }]
    }),
  )
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
