// The commander answers the one question of the board: yes makes the incidents parts of one, no is written down and not asked again.
import type { BoardView } from '@muster/contract/board.ts'
import { record } from '../../store/held.ts'
import type { World } from '../../world.ts'
import type { Caller } from '../actor.ts'
import { changeSeveral } from '../incident/change-several.ts'
import { tie } from '../incident/link.ts'
import { showBoard } from './show-board.ts'

type Answer = { as?: string | undefined; id: string; parts: readonly string[]; together: boolean }

export async function answerQuestion(world: World, caller: Caller, { as, id, parts, together }: Answer): Promise<BoardView> {
  const detail = { parts, together }
  await changeSeveral(world, caller, { ids: [id, ...parts], as, action: 'board.answer', detail }, async (acting) => {
    const [over, ...others] = acting.held
    if (together) {
      for (const part of others) await tie(world, acting, { from: part, to: over, kind: 'part-of' })
      return
    }
    record(over, 'cascade.declined', acting.moment.now, {
      by: acting.by,
      incidents: others.map(({ incident }) => incident.id),
      numbers: others.map(({ incident }) => incident.number),
    })
  })
  return showBoard(world, caller)
}
