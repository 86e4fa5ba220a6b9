// Which alerts are ticked, and which one the keyboard stands on; shift takes everything between two ticks.
import { useCallback, useRef, useState } from 'react'

export type Selection = {
  ids: ReadonlySet<string>
  toggle: (id: string, range: boolean) => void
  all: (ids: readonly string[]) => void
  clear: () => void
}

export function useSelection(order: readonly string[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const anchor = useRef<string | null>(null)
  const latest = useRef(order)
  latest.current = order
  const toggle = useCallback((id: string, range: boolean) => {
    const between = range && anchor.current !== null ? span(latest.current, anchor.current, id) : [id]
    anchor.current = id
    setIds((before) => {
      const after = new Set(before)
      const add = !before.has(id)
      for (const one of between) {
        if (add) after.add(one)
        else after.delete(one)
      }
      return after
    })
  }, [])
  const all = useCallback((chosen: readonly string[]) => setIds(new Set(chosen)), [])
  const clear = useCallback(() => setIds(new Set()), [])
  return { ids, toggle, all, clear }
}

function span(order: readonly string[], from: string, to: string): readonly string[] {
  const ends = [order.indexOf(from), order.indexOf(to)].toSorted((a, b) => a - b)
  const [first = -1, last = -1] = ends
  return first === -1 ? [to] : order.slice(first, last + 1)
}
