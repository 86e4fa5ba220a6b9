// Words half written survive a look elsewhere, a reload and a tab that was put to sleep; they are gone with the tab.
import { useState } from 'react'

/**
 * `subject` names what the words are about; the empty text is no draft.
 * `sent` ends the draft that was sent, and leaves what has been written since.
 */
export function useUnsent(subject: string): [text: string, write: (text: string) => void, sent: (text: string) => void] {
  const key = `muster-draft-${subject}`
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '')
  const write = (next: string) => {
    setText(next)
    if (next === '') sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, next)
  }
  const sent = (which: string) => {
    if ((sessionStorage.getItem(key) ?? '').trim() === which.trim()) write('')
  }
  return [text, write, sent]
}
