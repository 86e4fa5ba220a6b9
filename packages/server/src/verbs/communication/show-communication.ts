// How the communication of an incident stands, with the queue of questions: what everybody reads, and what the caller asked.
import type { CommunicationView, QuestionView } from '@muster/contract/communication.ts'
import { commsHealth, type CommsHealth } from '@muster/core/comms/health.ts'
import { answerersOf, answersQuestions, isOpen, isSame, questionsOf, type Question } from '@muster/core/comms/questions.ts'
import type { UserId } from '@muster/core/vocabulary.ts'
import { byWhom } from '@muster/core/why/says.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { seenByAll, type Seen } from '../protocol/show-protocol.ts'
import { nameOf } from '../protocol/show-roles.ts'
import { findIncident } from '../read/find.ts'
import { shared } from '../read/shared.ts'
import { iso, isoOrNull } from '../read/views.ts'
import { mayAskLoss } from './show-loss.ts'

type Known = Omit<Seen, 'me'>

export async function showCommunication(world: World, caller: Caller, id: string): Promise<CommunicationView> {
  permit(caller, 'incident.read')
  const seen = await shared(world, caller, ['communication', id], async (tx) =>
    seenByAll(world, tx, caller.orgId, await findIncident(tx, id)),
  )
  return viewOf(seen, caller)
}

function viewOf(seen: Known, caller: Caller): CommunicationView {
  const { actor } = caller
  const { pack, facts, reading } = seen
  const questions = questionsOf(facts)
  const view = (one: Question) => questionView(seen, one, isSame(one.by, actor))
  return {
    ...healthView(commsHealth(pack, facts, seen)),
    queue: questions.filter(isOpen).map(view),
    mine: questions
      .filter(({ by }) => isSame(by, actor))
      .map(view)
      .toReversed(),
    isAnswering: answersQuestions(pack, reading.roles, actor.type === 'user' ? actor.id : null),
    mayAskCost: mayAskLoss(caller, seen),
    askedOf: answerersOf(pack, reading.roles)
      .slice(0, 1)
      .flatMap((who) => nameOf(seen, who)?.name ?? []),
  }
}

function healthView({ standing, says, promises, questions, audiences }: CommsHealth) {
  const waiting = ({ open, oldestAt }: CommsHealth['questions']) => ({ open, oldestAt: isoOrNull(oldestAt) })
  return {
    standing,
    says,
    promises: { ...promises },
    questions: waiting(questions),
    audiences: audiences.map((one) => ({
      ...one,
      lastAt: isoOrNull(one.lastAt),
      promisedAt: isoOrNull(one.promisedAt),
      promises: { ...one.promises },
      questions: waiting(one.questions),
    })),
  }
}

function questionView({ pack, config }: Known, { seq, audience, text, by, askedAt, answer }: Question, isMine: boolean): QuestionView {
  const named = (who: unknown) =>
    byWhom({ type: 'question.asked', body: { by: who } }, (id: UserId) => config.directory.people.get(id)?.name ?? 'somebody who has left')
  return {
    seq,
    audience,
    audienceName: pack.audiences.find(({ id }) => id === audience)?.name ?? audience,
    text,
    by: named(by),
    isMine,
    askedAt: iso(askedAt),
    answer: answer === null ? null : { at: iso(answer.at), by: named(answer.by), text: answer.text, isUpdate: answer.update !== null },
  }
}
