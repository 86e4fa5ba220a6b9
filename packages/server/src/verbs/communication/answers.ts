// What answers a question: words for whoever asked alone, or an update to all of them. What took an update back takes its answers back.
import { isOpen, questionsOf } from '@muster/core/comms/questions.ts'
import { all } from '@muster/core/protocol/ask.ts'
import type { Facts } from '@muster/core/protocol/facts.ts'
import type { Instant } from '@muster/core/vocabulary.ts'
import { record } from '../../store/held.ts'
import { Refused } from '../actor.ts'
import { refusal, type Acting } from '../incident/change-incident.ts'

type Checking = { at: string; audience?: string }

/** Two may answer at once: the second is told so, and nobody hears two answers. */
export function checkAnswers(seqs: readonly number[], facts: Facts, { at, audience }: Checking): void {
  if (seqs.length === 0) return
  const asked = questionsOf(facts)
  for (const seq of seqs) {
    const question = asked.find((one) => one.seq === seq)
    const says =
      question === undefined ? `Entry ${seq} is no question.` : `Question ${seq} was asked for somebody else: answer it by itself.`
    if (question === undefined || (audience !== undefined && question.audience !== audience))
      throw new Refused('INVALID', { reason: 'invalid-entry', hint: says, faults: [{ at, says }] })
    if (!isOpen(question)) throw refusal('answered-already')
  }
}

type Answering = { update: number; questions: readonly number[]; observedAt: Instant | null }

export function answerWith({ held, moment, by }: Acting, facts: Facts, { update, questions, observedAt }: Answering): void {
  for (const question of new Set(questions))
    record(held, 'question.answered', moment.now, {
      by,
      question,
      asked: facts.bySeq.get(question)?.body['text'],
      update,
      ...(observedAt !== null && { observedAt }),
    })
}

export function takeBackWith({ held, moment, by }: Acting, facts: Facts, { seq, why }: { seq: number; why: string }): void {
  for (const answer of all(facts, { logged: 'question.answered', where: { update: seq } }))
    record(held, 'entry.withdrawn', moment.now, { by, seq: answer.seq, why })
}
