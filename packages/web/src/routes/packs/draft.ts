// What somebody has changed of a pack and not published: kept in this tab, so that a look elsewhere or a reload loses nothing.
import { useUnsent } from '../../ui/unsent.ts'

type Kept = { text: string; after: number; proposedBy?: string }

export type PackDraft = {
  text: string
  /** The version it was begun on top of: a newer one is not overwritten. */
  after: number
  /** The entry of the deviation ledger it came from. */
  proposedBy: string | null
  dirty: boolean
  /** Somebody has published a newer one meanwhile. */
  overtaken: boolean
  set: (text: string) => void
  discard: () => void
}

const subjectOf = (org: string, name: string): string => `pack-${org}-${name}`

export function usePackDraft(org: string, name: string, stored: { document: string; version: number }): PackDraft {
  const [unsent, write] = useUnsent(subjectOf(org, name))
  const kept = keptIn(unsent)
  const { text, after, proposedBy = null } = kept ?? { text: stored.document, after: stored.version }
  return {
    text,
    after,
    proposedBy,
    dirty: kept !== null,
    overtaken: after !== stored.version,
    set: (next) => write(next === stored.document ? '' : JSON.stringify({ text: next, after, ...(proposedBy !== null && { proposedBy }) })),
    discard: () => write(''),
  }
}

/** For a proposal that is opened in the editor. */
export function keepDraft(org: string, name: string, kept: Kept): void {
  sessionStorage.setItem(`muster-draft-${subjectOf(org, name)}`, JSON.stringify(kept))
}

export function draftKept(org: string, name: string): Kept | null {
  return keptIn(sessionStorage.getItem(`muster-draft-${subjectOf(org, name)}`) ?? '')
}

function keptIn(unsent: string): Kept | null {
  try {
    const kept = JSON.parse(unsent) as Partial<Kept>
    return typeof kept.text === 'string' && typeof kept.after === 'number' ? { ...kept, text: kept.text, after: kept.after } : null
  } catch {
    return null
  }
}
