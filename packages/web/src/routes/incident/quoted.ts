// What is said of another entry, with that entry's own words in place of its number, which no screen shows.
import type { LogView } from './view.ts'

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

export function quotedIn(entries: readonly LogView[]): (entry: LogView) => string {
  const bySeq = new Map(entries.map((one) => [one.seq, one]))
  return ({ type, body, says }) => {
    const seq = Number(body[ABOUT[type] ?? ''])
    const about = bySeq.get(seq)
    return about === undefined ? says : says.replace(`entry ${seq}`, () => `“${shortly(about)}”`)
  }
}

function shortly({ body, says }: LogView): string {
  const words = typeof body['text'] === 'string' && body['text'] !== '' ? body['text'] : says.replace(/\.$/, '')
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1).trimEnd()}…` : words
}
