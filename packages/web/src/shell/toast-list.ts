// What was just done, said once, with a way back where there is one.
import { useSyncExternalStore } from 'react'

export type Toast = { id: number; says: string; undo: (() => void) | null }

const SHOWN_MS = 8000

let toasts: readonly Toast[] = []
let next = 1
const listeners = new Set<() => void>()

function set(changed: readonly Toast[]): void {
  toasts = changed
  for (const listener of listeners) listener()
}

export function dismiss(id: number): void {
  set(toasts.filter((toast) => toast.id !== id))
}

export function toast(says: string, undo: (() => void) | null = null): void {
  const id = next
  next += 1
  set([...toasts.slice(-2), { id, says, undo }])
  setTimeout(() => dismiss(id), SHOWN_MS)
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
}
