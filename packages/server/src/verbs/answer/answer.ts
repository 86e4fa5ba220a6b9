// A person answers from a signed link: for the incident it is about, and for those that travelled with it.
import type { IncidentCommand } from '@muster/core/incident/handle.ts'
import type { Actor } from '@muster/core/page/page.ts'
import type { SaidKind } from '@muster/core/vocabulary.ts'
import { record } from '../../store/held.ts'
import { carryOut } from '../../store/ladder.ts'
import type { AnswerLink } from '../../links.ts'
import type { World } from '../../world.ts'
import { Refused, type Caller } from '../actor.ts'
import { changeIncident, refusal } from '../incident/change-incident.ts'
import { actionFor } from '../incident/respond.ts'
import { say } from '../incident/say.ts'
import type { AnswerView } from './read-answer.ts'

export type Answer = 'acknowledge' | 'ask-for-help' | 'decline'

export type Answering = { view: AnswerView; said: Answer; step: number | null }

/** The reason it could not be done, or null when it is done. */
export async function answer(world: World, link: AnswerLink, { view, said, step }: Answering): Promise<string | null> {
  const by = bearerOf(view)
  const caller = callerOf(link, by)
  const targets = [{ incidentId: view.incident.id, pageId: view.page?.id ?? null }, ...view.bundled]
  let refused: string | null = null
  for (const [index, { incidentId, pageId }] of targets.entries()) {
    // The picture was of the first one's ladder only.
    const command: IncidentCommand = { type: said, by, pageId, step: index === 0 ? step : null }
    try {
      await changeIncident(world, caller, { id: incidentId, action: actionFor[said] }, async ({ tx, held, moment }) => {
        const decision = carryOut(held, command, moment)
        if (!decision.ok) throw refusal(decision.reason)
        const { rowCount } = await tx.query('update deliveries set seen_at = $2 where key = $1 and seen_at is null', [
          link.deliveryKey,
          moment.now,
        ])
        if (index === 0 && rowCount === 1) record(held, 'delivery.seen', moment.now, { key: link.deliveryKey, userId: by.id })
      })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      if (index === 0) refused = error.reason
    }
  }
  return refused
}

type Speaking = { view: AnswerView; kind: SaidKind; text: string }

/** Puts on the log what they did or saw. Answers what the page says about it next. */
export async function speak(world: World, link: AnswerLink, { view, kind, text }: Speaking): Promise<'said' | 'nothing-said'> {
  if (text === '') return 'nothing-said'
  await say(world, callerOf(link, bearerOf(view)), { id: view.incident.id, kind, text })
  return 'said'
}

/** The link is the authority: it was sent to this person, is signed, and lasts a day. */
function callerOf({ orgId }: AnswerLink, actor: ReturnType<typeof bearerOf>): Caller {
  return { orgId, actor, scopes: ['respond'], sees: [actor.id] }
}

function bearerOf({ person: { id, name } }: AnswerView) {
  return { type: 'user', id, name } as const satisfies Actor
}
