// Whether this browser sounds the siren while a page for its person is under way: kept in the browser, not in the account.
import { useSyncExternalStore } from 'react'

const KEY = 'muster-siren'
const listeners = new Set<() => void>()

export const isArmed = (): boolean => localStorage.getItem(KEY) === 'on'

export function arm(on: boolean): void {
  localStorage.setItem(KEY, on ? 'on' : 'off')
  for (const listener of listeners) listener()
}

export function useArmed(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    window.addEventListener('storage', listener)
    return () => {
      listeners.delete(listener)
      window.removeEventListener('storage', listener)
    }
  }, isArmed)
}
