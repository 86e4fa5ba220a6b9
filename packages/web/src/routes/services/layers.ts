// Where each service stands in the picture of dependencies: what others need further right, as few crossings as is cheap.
export type Edges = ReadonlyMap<string, readonly string[]>

export type Layout = {
  /** Columns from left to right; each from top to bottom. */
  columns: string[][]
}

const SWEEPS = 4

/** Longest path from the services nobody needs. An edge that closes a circle is drawn, but moves nobody. */
export function layersOf(names: readonly string[], edges: Edges): Layout {
  const forward = withoutCircles(names, edges)
  const layer = new Map(names.map((name) => [name, 0]))
  for (const name of topological(names, forward))
    for (const to of forward.get(name) ?? []) layer.set(to, Math.max(layer.get(to) ?? 0, (layer.get(name) ?? 0) + 1))
  const columns: string[][] = []
  for (const name of names) (columns[layer.get(name) ?? 0] ??= []).push(name)
  return { columns: untangled(columns, edges) }
}

function withoutCircles(names: readonly string[], edges: Edges): Map<string, string[]> {
  const known = new Set(names)
  const state = new Map<string, 'open' | 'done'>()
  const kept = new Map<string, string[]>(names.map((name) => [name, []]))
  for (const start of names) {
    if (state.has(start)) continue
    const path: { name: string; at: number }[] = [{ name: start, at: 0 }]
    state.set(start, 'open')
    for (let here = path.at(-1); here !== undefined; here = path.at(-1)) {
      const to = edges.get(here.name)?.[here.at]
      here.at += 1
      if (to === undefined) {
        state.set(here.name, 'done')
        path.pop()
        continue
      }
      if (!known.has(to) || state.get(to) === 'open') continue
      kept.get(here.name)?.push(to)
      if (state.has(to)) continue
      state.set(to, 'open')
      path.push({ name: to, at: 0 })
    }
  }
  return kept
}

function topological(names: readonly string[], edges: Edges): string[] {
  const waits = new Map(names.map((name) => [name, 0]))
  for (const targets of edges.values()) for (const to of targets) waits.set(to, (waits.get(to) ?? 0) + 1)
  const order = names.filter((name) => waits.get(name) === 0)
  for (const name of order)
    for (const to of edges.get(name) ?? []) {
      const left = (waits.get(to) ?? 0) - 1
      waits.set(to, left)
      if (left === 0) order.push(to)
    }
  return order
}

/** Each column by the middle of what its members are tied to in the columns beside, there and back. */
function untangled(columns: readonly string[][], edges: Edges): string[][] {
  const tied = new Map<string, string[]>()
  const tie = (a: string, b: string) => tied.set(a, [...(tied.get(a) ?? []), b])
  for (const [name, targets] of edges)
    for (const to of targets) {
      tie(name, to)
      tie(to, name)
    }
  let sorted = columns.map((column) => [...(column ?? [])])
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const place = new Map(sorted.flatMap((column) => column.map((name, index): [string, number] => [name, index / column.length])))
    const middle = (name: string) => {
      const places = (tied.get(name) ?? []).flatMap((one) => place.get(one) ?? [])
      return places.length === 0 ? (place.get(name) ?? 0) : places.reduce((sum, one) => sum + one, 0) / places.length
    }
    sorted = sorted.map((column) => column.toSorted((a, b) => middle(a) - middle(b)))
  }
  return sorted
}
