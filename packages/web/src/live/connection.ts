// Whether what is on screen is what the server knows: connected, or since when not.
import { useSyncExternalStore } from 'react'

export type Connection = { state: 'connecting' | 'live' | 'lost'; sinceAt: number }

let connection: Connection = { state: 'connecting', sinceAt: Date.now() }
const listeners = new Set<() => void>()

export function setConnection(state: Connection['state']): void {
  if (state === connection.state) return
  connection = { state, sinceAt: Date.now() }
  for (const listener of listeners) listener()
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => connection,
  )
}
