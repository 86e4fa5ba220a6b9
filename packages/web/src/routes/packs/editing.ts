// What every form of the pack editor is given: all the pack says, one way to change it, and why not.
import type { Parts, Path } from './layer.ts'

export type Editing = {
  parts: Parts
  set: (path: Path, value: unknown) => void
  /** Why this person may not change it; null when they may. */
  fixed: string | null
}
