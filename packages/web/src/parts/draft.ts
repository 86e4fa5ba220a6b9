// What somebody is changing and has not saved: kept beside what is stored, which may change meanwhile.
import { useState } from 'react'

export type Draft<T> = {
  /** What is on screen. */
  value: T
  /** What it was when the first change was made: the server refuses to overwrite anything newer. */
  was: T
  dirty: boolean
  /** Somebody else saved something newer meanwhile. */
  overtaken: boolean
  set: (value: T) => void
  discard: () => void
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export function useDraft<T>(stored: T): Draft<T> {
  const [edited, setEdited] = useState<{ value: T; was: T } | null>(null)
  const dirty = edited !== null && !same(edited.value, stored) && !same(edited.value, edited.was)
  if (edited === null || !dirty)
    return {
      value: stored,
      was: stored,
      dirty: false,
      overtaken: false,
      set: (value) => setEdited({ value, was: stored }),
      discard: () => setEdited(null),
    }
  return {
    ...edited,
    dirty,
    overtaken: !same(edited.was, stored),
    set: (value) => setEdited({ value, was: edited.was }),
    discard: () => setEdited(null),
  }
}
