// Words half written survive a look elsewhere, a reload and a tab that was put to sleep; they are gone with the tab.
import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

function listen(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/**
 * `subject` names what the words are about; the empty text is no draft.
 * `sent` ends the draft that was sent, and leaves what has been written since; also when the screen that sent it is gone.
 */
export function useUnsent(subject: string): [text: string, write: (text: string) => void, sent: (text: string) => void] {
  const key = `muster-draft-${subject}`
  const read = () => sessionStorage.getItem(key) ?? ''
  const text = useSyncExternalStore(listen, read)
  const write = (next: string) => {
    if (next === '') sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, next)
    for (const tell of listeners) tell()
  }
  const sent = (which: string) => {
    if (read().trim() === which.trim()) write('')
  }
  return [text, write, sent]
}
