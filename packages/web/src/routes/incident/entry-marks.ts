// What became of an entry later on: one walk over the log, youngest first, so that the newest word holds.
import type { LogView } from './view.ts'

export type Marks = {
  became: string | null
  isTakenBack: boolean
  /** What it says since it was put right last; null: what it said. */
  putRight: string | null
}

const NOTHING: Marks = { became: null, isTakenBack: false, putRight: null }

/** The words for what an entry was made into. */
const MADE: Readonly<Record<string, string>> = {
  'finding.noted': 'now a finding',
  'hypothesis.stated': 'now a hypothesis',
  'impact.noted': 'now the impact',
  'decision.made': 'now a decision',
  'followup.created': 'now a follow-up',
}

export function marksOf(entries: readonly LogView[]): (seq: number) => Marks {
  const marks = new Map<number, Marks>()
  const put = (seq: number, mark: Partial<Marks>) => marks.set(seq, { ...(marks.get(seq) ?? NOTHING), ...mark })
  for (const { type, body } of entries) {
    const seq = Number(body['seq'])
    if (type === 'entry.corrected' && !marks.get(seq)?.became) put(seq, { became: 'corrected later' })
    if (type === 'entry.corrected' && typeof body['text'] === 'string' && marks.get(seq)?.putRight == null)
      put(seq, { putRight: body['text'] })
    if (type === 'entry.withdrawn') put(seq, { became: 'taken back later', isTakenBack: true })
    const source = Number(body['madeFrom'])
    if (source > 0 && !marks.get(source)?.became) put(source, { became: MADE[type] ?? 'taken up later' })
  }
  return (seq) => marks.get(seq) ?? NOTHING
}
