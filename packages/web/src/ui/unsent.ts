// Words half written survive a look elsewhere, a reload and a tab that was put to sleep; they are gone with the tab.
import { useState } from 'react'

/** `subject` names what the words are about; the empty text is no draft. */
export function useUnsent(subject: string): [text: string, write: (text: string) => void] {
  const key = `muster-draft-${subject}`
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '')
  const write = (next: string) => {
    setText(next)
    if (next === '') sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, next)
  }
  return [text, write]
}
