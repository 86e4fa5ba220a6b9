// Finding a place, or a deed, by the words of its name: every word must begin one of the name's, best first.
export type Place = { kind: string; label: string; href: string }

/** What the screen below can do now. */
export type Deed = { kind: 'Do'; label: string; press: () => void; whyNot: string | null }

const wordsOf = (text: string): string[] =>
  text
    .toLocaleLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

const FIRST: readonly string[] = ['Do', 'Incident', 'Screen']

export function matches<One extends Place | Deed>(places: readonly One[], typed: string): One[] {
  const wanted = wordsOf(typed)
  if (wanted.length === 0) return places.filter(({ kind }) => FIRST.includes(kind))
  return places
    .map((place) => ({ place, score: scoreOf(place, wanted) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ place }) => place)
}

/** 0 when a word is missing. A number typed in full, and a name that begins so, come first. */
function scoreOf({ label }: Place | Deed, wanted: readonly string[]): number {
  const words = wordsOf(label)
  if (!wanted.every((word) => words.some((one) => one.startsWith(word)))) return 0
  const exact = wanted.filter((word) => words.includes(word)).length
  return 1 + exact + (words[0]?.startsWith(wanted[0] ?? '') ? 1 : 0)
}
