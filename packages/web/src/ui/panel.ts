// A dialogue that is open stands in the address: it can be linked to, and the way back closes it.
import { useNavigate, useSearch } from '@tanstack/react-router'

export function usePanel(name: string): { opened: boolean; open: () => void; close: () => void } {
  const { panel } = useSearch({ strict: false })
  const navigate = useNavigate()
  const go = (next: string | undefined) =>
    void navigate({ to: '.', search: (before) => ({ ...before, panel: next }), resetScroll: false, replace: next === undefined })
  return { opened: panel === name, open: () => go(name), close: () => go(undefined) }
}
