// A dialogue that is open stands in the address: it can be linked to, and the way back closes it.
import { useNavigate, useSearch } from '@tanstack/react-router'

export function usePanel(name: string): { opened: boolean; open: () => void; close: () => void } {
  const { at, open, close } = usePanelOf(name)
  return { opened: at === '', open: () => open(''), close }
}

/** For a dialogue about one of many: which one stands behind its name. */
export function usePanelOf(name: string): { at: string | null; open: (which: string) => void; close: () => void } {
  const { panel } = useSearch({ strict: false })
  const navigate = useNavigate()
  const go = (next: string | undefined) =>
    void navigate({ to: '.', search: (before) => ({ ...before, panel: next }), resetScroll: false, replace: next === undefined })
  const at = panel === name ? '' : panel?.startsWith(`${name}:`) === true ? panel.slice(name.length + 1) : null
  return { at, open: (which) => go(which === '' ? name : `${name}:${which}`), close: () => go(undefined) }
}
