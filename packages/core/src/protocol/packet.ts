// What a specialist is sent: who is pointed to by the log, what they need to know, and what is too vague to send.
import { all } from './ask.ts'
import type { Facts } from './facts.ts'
import type { Pack, Specialist } from './pack.ts'

export type Answers = Readonly<Record<string, string>>

/** Entries in which somebody says what they see. */
const TELLING = [
  'incident.opened',
  'incident.said',
  'finding.noted',
  'hypothesis.stated',
  'impact.noted',
  'run.step',
  'change.worsened',
  'rollback.failed',
  'dependency.found',
] as const

export type Pointed = { id: string; signs: string[]; because: number[] }

/** The specialists whose signs stand on the log, with the words that point to them and the entries they stand in; whoever has most of them first. */
export function pointedTo({ specialists }: Pick<Pack, 'specialists'>, facts: Facts): Pointed[] {
  const said = TELLING.flatMap((logged) => all(facts, { logged })).map(({ seq, body }) => ({
    seq,
    text: `${plain(body['text'])} ${plain(body['summary'])}`.toLowerCase(),
  }))
  const whole = said.map(({ text }) => text).join('\n')
  return specialists
    .map(({ id, signs }) => {
      const found = signs.filter((sign) => stands(sign.toLowerCase(), whole))
      const because = said.filter(({ text }) => found.some((sign) => stands(sign.toLowerCase(), text))).map(({ seq }) => seq)
      return { id, signs: found, because: because.toSorted((a, b) => a - b) }
    })
    .filter(({ signs }) => signs.length > 0)
    .toSorted((a, b) => b.signs.length - a.signs.length)
}

const isInWord = (letter: string | undefined): boolean => letter !== undefined && /[\p{L}\p{N}]/u.test(letter)

/** Not within another word: "dns" is not in "kidneys". An ending such as the s of several may follow; after a number nothing may. */
function stands(sign: string, text: string): boolean {
  const isNumber = /\d$/.test(sign)
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1))
    if (!isInWord(text[at - 1]) && !(isNumber && isInWord(text[at + sign.length]))) return true
  return false
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What must be left when the vague words are taken out. */
const LEAST_LETTERS = 8

/** The questions that are not answered, or with words that could mean anything: they are asked back. */
export function askedBack({ needs }: Specialist, answers: Answers): { field: string; asks: string }[] {
  return needs.filter(({ field, vague = [] }) => isVague(answers[field] ?? '', vague)).map(({ field, asks }) => ({ field, asks }))
}

function isVague(answer: string, vague: readonly string[]): boolean {
  const said = answer.toLowerCase()
  const found = vague.filter((words) => said.includes(words.toLowerCase()))
  const rest = found.toSorted((a, b) => b.length - a.length).reduce((left, words) => left.replaceAll(words.toLowerCase(), ''), said)
  // A short exact answer is one: "SEV1", "14:30 UTC". Vague words need something beside them.
  return said.trim() === '' || (found.length > 0 && rest.replaceAll(/[^\p{L}\p{N}]/gu, '').length < LEAST_LETTERS)
}

/** Field by field, as whoever is asked reads it. */
export function packetText({ needs }: Specialist, answers: Answers): string {
  return needs
    .map(({ field }) => `${field.charAt(0).toUpperCase()}${field.slice(1).replaceAll('-', ' ')}: ${answers[field]?.trim() ?? ''}`)
    .join('\n')
}
