// Somebody outside the room asks: the question stands on the log and in the liaison's queue, and rings nobody who works on the fix.
import type { CommunicationView } from '@muster/contract/communication.ts'
import { protocolEntry } from '@muster/contract/protocol-entry.ts'
import { questionsOf, whyNotAsk } from '@muster/core/comms/questions.ts'
import type { Facts } from '@muster/core/protocol/facts.ts'
import { nextSeq, record } from '../../store/held.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { changeIncident, refusal } from '../incident/change-incident.ts'
import { invalid } from '../protocol/invalid.ts'
import { see } from '../protocol/show-protocol.ts'
import { showCommunication } from './show-communication.ts'

type Asking = { id: string; as?: string | undefined; audience: string; text: string }

export async function ask(world: World, caller: Caller, { id, as, audience, text }: Asking): Promise<CommunicationView> {
  // A token that may only read speaks for nobody but itself.
  if (as !== undefined) permit(caller, 'incident.record')
  await changeIncident(world, caller, { id, as, action: 'incident.ask', detail: { audience } }, async ({ tx, held, moment, by }) => {
    const { pack, facts } = await see(world, tx, caller, held.incident.id)
    const rule = pack.audiences.find((one) => one.id === audience)
    if (rule === undefined)
      throw invalid('audience', `There is no audience "${audience}". There are ${pack.audiences.map((one) => one.id).join(', ')}.`)
    const reason = whyNotAsk(questionsOf(facts), by)
    if (reason !== null) throw refusal(reason)
    // What answers it, and so ends what is owed, names its place on the log.
    record(held, 'question.asked', moment.now, { by, question: nextSeq(held), audience, name: rule.name, text })
    if (isUnderWay(facts)) held.readAgainAt = moment.now
  })
  return showCommunication(world, caller, id)
}

const PEOPLE_WRITE = protocolEntry.options.map((one) => one.shape.type.value)

/** Where nobody works by the protocol it reminds nobody, and a question from outside does not begin it. */
const isUnderWay = ({ index }: Facts): boolean => PEOPLE_WRITE.some((type) => index.has(type))
