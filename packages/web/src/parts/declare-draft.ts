// What somebody is about to declare, kept whole: one that was to be private, or a test, is not that any less after a look elsewhere.
import { UNKNOWN_IMPACT, type Impact } from './impact.tsx'

export type Draft = {
  title: string
  service: string | null
  source: string
  impact: Impact
  mine: boolean
  test: boolean
  private: boolean
}
const EMPTY: Draft = { title: '', service: null, source: '', impact: UNKNOWN_IMPACT, mine: false, test: false, private: false }

/** The empty text is no draft. */
export const written = (draft: Draft): string => (JSON.stringify(draft) === JSON.stringify(EMPTY) ? '' : JSON.stringify(draft))

export function draftIn(kept: string): Draft {
  if (kept === '') return EMPTY
  try {
    const draft: unknown = JSON.parse(kept)
    if (draft !== null && typeof draft === 'object') return { ...EMPTY, ...draft }
  } catch {
    // From before all of it was kept: the words alone.
  }
  return { ...EMPTY, title: kept }
}
