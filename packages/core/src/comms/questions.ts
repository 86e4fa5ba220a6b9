// The queue of questions from outside the room: which are open, who asked, since when, and how each was answered.
import { all } from '../protocol/ask.ts'
import type { Fact, Facts } from '../protocol/facts.ts'
import type { Pack } from '../protocol/pack.ts'
import type { Instant } from '../vocabulary.ts'

export type Answer = {
  seq: number
  at: Instant
  by: unknown
  text: string
  /** The update to the whole audience that answered it; null: they alone were answered. */
  update: number | null
}

export type Question = { seq: number; audience: string; text: string; by: unknown; askedAt: Instant; answer: Answer | null }

/** Oldest first; an answer that was taken back is none. */
export function questionsOf(facts: Facts): Question[] {
  const answers = new Map<unknown, Fact>()
  for (const fact of all(facts, { logged: 'question.answered' }))
    if (!answers.has(fact.body['question'])) answers.set(fact.body['question'], fact)
  return all(facts, { logged: 'question.asked' }).map(({ seq, observedAt, body }) => {
    const answered = answers.get(seq)
    return {
      seq,
      audience: plain(body['audience']),
      text: plain(body['text']),
      by: body['by'],
      askedAt: observedAt,
      answer: answered === undefined ? null : answerOf(facts, answered),
    }
  })
}

function answerOf(facts: Facts, { seq, observedAt, body }: Fact): Answer {
  const update = typeof body['update'] === 'number' ? body['update'] : null
  const text = update === null ? body['text'] : facts.bySeq.get(update)?.body['text']
  return { seq, at: observedAt, by: body['by'], text: plain(text), update }
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : '')

export const isOpen = ({ answer }: Question): boolean => answer === null

/** One person cannot fill the queue: whoever has so many open waits for an answer first. */
export const MOST_OPEN = 20

/** Null: they may ask. */
export function whyNotAsk(questions: readonly Question[], by: unknown): 'too-many-open-questions' | null {
  return questions.filter((one) => isOpen(one) && isSame(one.by, by)).length < MOST_OPEN ? null : 'too-many-open-questions'
}

/** Whoever has an id is known by it, and everything else by its name. */
export function isSame(one: unknown, other: unknown): boolean {
  const [a, b] = [one, other].map((who) => Object(who) as { type?: unknown; id?: unknown; name?: unknown })
  return a?.type === b?.type && (a?.id ?? a?.name) === (b?.id ?? b?.name)
}

type Roles = Readonly<Record<string, string>>

/** Whoever has a role that owes answers by the pack, each once: the queue is theirs. */
export function answerersOf({ duties }: Pick<Pack, 'duties'>, roles: Roles): string[] {
  const owners = duties.filter(({ done }) => done.some(({ logged }) => logged === 'question.answered')).flatMap(({ owner }) => owner)
  return [...new Set(owners.flatMap((role) => roles[role] ?? []))]
}

/** While nobody has such a role, the queue falls to the support engineer, else to whoever is here. */
export function answersQuestions(pack: Pick<Pack, 'duties'>, roles: Roles, who: string | null): boolean {
  if (who === null) return false
  const held = answerersOf(pack, roles)
  if (held.length > 0) return held.includes(who)
  return roles['support'] === undefined || roles['support'] === who
}
