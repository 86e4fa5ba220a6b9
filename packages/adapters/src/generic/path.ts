// A tiny path language over JSON: `$.a.b[0]['c d'][*]`. Own properties only, bounded, never throws.
import { isRecord } from '../clean.ts'

export type Step = { type: 'key'; key: string } | { type: 'index'; index: number } | { type: 'every' }

export const PATH_LIMIT = { characters: 256, steps: 16, values: 1000 }

const STEP = /\.([\p{L}_][\p{L}\p{N}_-]*)|\[(\d{1,6})\]|\['((?:[^'\\]|\\['\\])*)'\]|\["((?:[^"\\]|\\["\\])*)"\]|(\[\*\]|\.\*)/uy

/** The steps of a path, or null when it is not one. */
export function readPath(path: string): Step[] | null {
  if (!path.startsWith('$') || path.length > PATH_LIMIT.characters) return null
  const steps: Step[] = []
  STEP.lastIndex = 1
  while (STEP.lastIndex < path.length) {
    const match = STEP.exec(path)
    if (match === null || steps.length === PATH_LIMIT.steps) return null
    steps.push(stepOf(match))
  }
  return steps
}

function stepOf([, name, index, single, double]: RegExpExecArray): Step {
  if (index !== undefined) return { type: 'index', index: Number(index) }
  const quoted = single ?? double
  if (quoted !== undefined) return { type: 'key', key: quoted.replace(/\\(.)/g, '$1') }
  return name === undefined ? { type: 'every' } : { type: 'key', key: name }
}

/** Everything the path names in `root`: nothing, one value, or several where it has `[*]`. */
export function valuesAt(path: string, root: unknown): unknown[] {
  const steps = readPath(path)
  return steps === null ? [] : steps.reduce<unknown[]>(advance, [root])
}

function advance(values: unknown[], step: Step): unknown[] {
  const reached: unknown[] = []
  for (const value of values) {
    if (reached.length >= PATH_LIMIT.values) break
    reached.push(...follow(step, value))
  }
  return reached.slice(0, PATH_LIMIT.values)
}

function follow(step: Step, value: unknown): unknown[] {
  switch (step.type) {
    case 'key':
      return isRecord(value) && Object.hasOwn(value, step.key) ? [value[step.key]] : []
    case 'index':
      return Array.isArray(value) && step.index < value.length ? [value[step.index]] : []
    case 'every':
      if (Array.isArray(value)) return value.slice(0, PATH_LIMIT.values)
      return isRecord(value) ? Object.values(value).slice(0, PATH_LIMIT.values) : []
  }
}
