// The commander decides what comes first: written on the log of each, and the board stands in that order from then on.
import type { BoardView } from '@muster/contract/board.ts'
import { record } from '../../store/held.ts'
import type { World } from '../../world.ts'
import type { Caller } from '../actor.ts'
import { refusal } from '../incident/change-incident.ts'
import { changeSeveral } from '../incident/change-several.ts'
import { showBoard } from './show-board.ts'

type Order = { as?: string | undefined; id: string; others: readonly string[]; why: string }

export async function decideOrder(world: World, caller: Caller, { as, id, others, why }: Order): Promise<BoardView> {
  await changeSeveral(world, caller, { ids: [id, ...others], as, action: 'board.order', detail: { others } }, ({ held, moment, by }) => {
    if (new Set(held).size < held.length) throw refusal('same-incident')
    const order = held.map(({ incident }) => incident.id)
    // By number: whoever reads one of these logs may not see all of the others, today or once one of them is made private.
    const text = `${held.map(({ incident }) => `#${incident.number}`).join(', then ')}.${why === '' ? '' : ` ${why}`}`
    for (const one of held) {
      record(one, 'decision.made', moment.now, { by, about: 'priority', text, order })
      one.readAgainAt = moment.now
    }
  })
  return showBoard(world, caller)
}
