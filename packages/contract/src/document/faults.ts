// Faults of a document, each with the place it stands in the file, sorted as the file is read.
import { isCollection, isMap, isNode, isPair, LineCounter, type Document } from 'yaml'

export type Step = string | number
/** `key`: the fault is the name of a field, not what it holds. */
export type Fault = { path: readonly Step[]; says: string; key?: string }
export type PlacedFault = { line: number; column: number; path: string; says: string }

export function place(faults: readonly Fault[], document: Document, lines: LineCounter): PlacedFault[] {
  return faults
    .map((fault) => ({ ...position(offsetOf(fault, document), lines), path: pathText(fault.path), says: fault.says }))
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
}

export function position(offset: number, lines: LineCounter): { line: number; column: number } {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

export function faultLines(file: string, faults: readonly PlacedFault[]): string[] {
  return faults.map(({ line, column, path, says }) => `${file}:${line}:${column}  ${path === '' ? '' : `${path}: `}${says}`)
}

/** "services[0].policy" and "services.0.policy" are the same path. */
export function readPath(text: string): Step[] {
  return text
    .split(/[.[\]]+/)
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

function pathText(path: readonly Step[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}

/** Where the deepest part of the path that the file has begins: what is missing is told at the thing it is missing from. */
function offsetOf({ path, key }: Fault, document: Document): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const step of path) {
    if (!isCollection(node)) break
    const inside = node.get(step, true)
    const at = keyOffset(node, step)
    const start = startOf(inside)
    if (start === undefined && at === undefined) break
    offset = start ?? at ?? offset
    node = inside
  }
  return key === undefined ? offset : (keyOffset(node, key) ?? offset)
}

function keyOffset(node: unknown, key: Step): number | undefined {
  if (!isMap(node)) return undefined
  const pair = node.items.find((one) => isPair(one) && isNode(one.key) && String(one.key) === String(key))
  return startOf(pair?.key)
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
