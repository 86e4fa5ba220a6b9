// What is said of another entry, with that entry's own words in place of its number, which no screen shows.

export type Quotable = { seq: number; type: string; body: Readonly<Record<string, unknown>>; says: string }

/** Where an entry names the one that it is about. */
const ABOUT: Readonly<Record<string, string>> = {
  'conflict.settled': 'conflict',
  'evidence.added': 'hypothesis',
  'hypothesis.settled': 'hypothesis',
  'entry.pinned': 'entry',
  'entry.unpinned': 'entry',
  'entry.corrected': 'seq',
  'entry.withdrawn': 'seq',
  'followup.done': 'followup',
  'followup.moved': 'followup',
  'degradation.lifted': 'of',
}

const LONGEST = 80

/** `find` gives the entry of a number; what it does not know keeps its number. */
export function quoting({ type, body, says }: Omit<Quotable, 'seq'>, find: (seq: number) => Omit<Quotable, 'seq'> | undefined): string {
  const seq = Number(body[ABOUT[type] ?? ''])
  const about = Number.isNaN(seq) ? undefined : find(seq)
  return about === undefined ? says : says.replace(`entry ${seq}`, () => `“${shortly(about)}”`)
}

/** For entries that have all been read already. */
export function quotedIn(entries: readonly Quotable[]): (entry: Omit<Quotable, 'seq'>) => string {
  const bySeq = new Map(entries.map((one) => [one.seq, one]))
  return (entry) => quoting(entry, (seq) => bySeq.get(seq))
}

function shortly({ body, says }: Pick<Quotable, 'body' | 'says'>): string {
  const words = typeof body['text'] === 'string' && body['text'] !== '' ? body['text'] : says.replace(/\.$/, '')
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1).trimEnd()}…` : words
}
