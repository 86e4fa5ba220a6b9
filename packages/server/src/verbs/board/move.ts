// Somebody is needed more elsewhere: they give back what they had in one incident and have a role in another, in one act.
import type { BoardView } from '@muster/contract/board.ts'
import { whyNotLadder } from '@muster/core/incident/can.ts'
import { last } from '@muster/core/protocol/ask.ts'
import { ON_THE_LADDER } from '@muster/core/protocol/calls.ts'
import { rolesAt } from '@muster/core/protocol/standing.ts'
import { IN_COMMAND, isThroughUmbrella } from '@muster/core/several/umbrella.ts'
import type { Person } from '@muster/core/page/directory.ts'
import { record, type Held } from '../../store/held.ts'
import { stopCalling } from '../../store/roles.ts'
import type { World } from '../../world.ts'
import type { Caller } from '../actor.ts'
import { refusal } from '../incident/change-incident.ts'
import { changeSeveral, type ActingOnSeveral } from '../incident/change-several.ts'
import { invalid } from '../protocol/invalid.ts'
import { personNamed } from '../read/find.ts'
import { leaveBehind } from './left-behind.ts'
import { showBoard } from './show-board.ts'

type Move = { as?: string | undefined; id: string; person: string; to: string; role: string }

export async function move(world: World, caller: Caller, { as, id, person, to, role }: Move): Promise<BoardView> {
  const detail = { person, to, role }
  await changeSeveral(world, caller, { ids: [id, to], as, action: 'board.move', detail }, async (acting) => {
    const [here, there = here] = acting.held
    if (here === there) throw refusal('same-incident')
    if (whyNotLadder(there.incident) !== null) throw refusal('already-resolved')
    const who = personNamed(acting.config, person)
    const facts = await world.facts.of(acting.tx, here.incident.id)
    const roles = Object.entries(rolesAt(facts, acting.moment.now)).flatMap(([one, holder]) =>
      holder === who.id && !(one === IN_COMMAND && isThroughUmbrella(facts)) ? [one] : [],
    )
    if (roles.length === 0) throw refusal('not-there')
    for (const one of roles) leave(acting, here, { role: one, name: nameIn(world, acting, here, one), who })
    const name = nameIn(world, acting, there, role)
    if (name === undefined) throw invalid('role', `The protocol of #${there.incident.number} has no role "${role}".`)
    record(there, 'role.taken', acting.moment.now, { by: acting.by, role, name, who: who.id, movedFrom: here.incident.number })
    stopCalling(there, { role, by: acting.by, moment: acting.moment, holder: who.id })
    leaveBehind(world, acting, here, {
      who: who.id,
      to: there.incident.number,
      wasSupport: roles.includes(ON_THE_LADDER),
      handedAt: last(facts, { logged: 'role.taken', where: { role: ON_THE_LADDER, who: who.id } })?.observedAt ?? null,
    })
    for (const held of [here, there]) held.readAgainAt = acting.moment.now
    tell(acting, there, { who, text: `You are ${name} here now, and free in #${here.incident.number}` })
  })
  return showBoard(world, caller)
}

const nameIn = (world: World, { config }: ActingOnSeveral, { incident }: Held, role: string): string | undefined =>
  world.packs.of(config, incident).roles.find(({ id }) => id === role)?.name

type Leaving = { role: string; name: string | undefined; who: Person }

function leave({ by, moment }: ActingOnSeveral, here: Held, { role, name = role, who }: Leaving): void {
  record(here, 'role.released', moment.now, { by, role, name, who: who.id, through: 'move' })
  stopCalling(here, { role, by, moment, holder: null })
}

/** Whoever moves themselves knows. */
function tell({ by }: ActingOnSeveral, there: Held, { who, text }: { who: Person; text: string }): void {
  const [rule] = who.rules
  if (rule === undefined || (by.type === 'user' && by.id === who.id)) return
  there.reminders.push({ reason: 'owed', userId: who.id, contactId: rule.contactId, channel: rule.channel, text })
}
