// What can be written about what is known: which entry it becomes, and what is asked for it.
import type { Field } from '../protocol/entry-words.ts'

export type Note = {
  title: string
  type: string
  fixed: Readonly<Record<string, string | number>>
  fields: readonly Field[]
  says: string
}

const text = (asks: string): Field => ({ name: 'text', asks, kind: 'text' })
const line = (name: string, asks: string): Field => ({ name, asks, kind: 'line' })

/** About an entry of the log, or about none. */
const NOTES: Readonly<Record<string, (seq: number) => Note>> = {
  finding: () => ({
    title: 'What did you find?',
    type: 'finding.noted',
    fixed: {},
    fields: [text('What you found, with its error word for word')],
    says: 'Write it down',
  }),
  impact: () => ({
    title: 'What do users meet?',
    type: 'impact.noted',
    fixed: {},
    fields: [text('Who is affected, how many, and how')],
    says: 'Write it down',
  }),
  think: () => ({
    title: 'What do you think it is?',
    type: 'hypothesis.stated',
    fixed: {},
    fields: [text('What would explain what you see')],
    says: 'Say it',
  }),
  decision: () => ({
    title: 'What is decided?',
    type: 'decision.made',
    fixed: {},
    fields: [
      line('about', 'What it is about'),
      text('What is decided, and on what basis'),
      { name: 'alternatives', asks: 'What else was possible', kind: 'text', optional: true },
    ],
    says: 'Write it down',
  }),
  link: () => ({
    title: 'Where does it lead?',
    type: 'link.added',
    fixed: {},
    fields: [
      { name: 'kind', asks: 'What it leads to', kind: 'link-kind' },
      { name: 'url', asks: 'Its address', kind: 'url' },
      { name: 'text', asks: 'What it shows', kind: 'line', optional: true },
    ],
    says: 'Add the link',
  }),
  for: (seq) => evidence(seq, 'for'),
  against: (seq) => evidence(seq, 'against'),
  holds: (hypothesis) => ({
    title: 'It holds',
    type: 'hypothesis.settled',
    fixed: { hypothesis, verdict: 'holds' },
    fields: [text('How you know')],
    says: 'It holds',
  }),
  out: (hypothesis) => ({
    title: 'It is ruled out',
    type: 'hypothesis.settled',
    fixed: { hypothesis, verdict: 'ruled-out' },
    fields: [text('What rules it out')],
    says: 'Rule it out',
  }),
  settle: (conflict) => ({
    title: 'What do we go by?',
    type: 'conflict.settled',
    fixed: { conflict },
    fields: [line('basis', 'Whom it goes by, such as user reports'), text('What we take to be so')],
    says: 'Go by this',
  }),
  distrust: () => ({
    title: 'Which source is unreliable?',
    type: 'source.distrusted',
    fixed: {},
    fields: [line('source', 'Which source'), text('How you know')],
    says: 'Mark it as unreliable',
  }),
}

function evidence(hypothesis: number, stance: 'for' | 'against'): Note {
  return {
    title: stance === 'for' ? 'What speaks for it?' : 'What speaks against it?',
    type: 'evidence.added',
    fixed: { hypothesis, stance },
    fields: [text('What you saw, and where')],
    says: 'Add it',
  }
}

/** As it stands in the address: "for.12". Null for what no note is called. */
export function noteOf(at: string): Note | null {
  const [kind = '', seq = '0'] = at.split('.')
  return NOTES[kind]?.(Number(seq)) ?? null
}
