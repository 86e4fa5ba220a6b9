// Whether a working calendar that is being written is open now, and when that changes.
import type { Hours } from '@muster/core/hours/hours.ts'
import { openingWords } from '@muster/core/hours/words.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'

export function previewHours(world: World, caller: Caller, { hours }: { hours: Hours }): { says: string } {
  permit(caller, 'schedule.preview')
  return { says: openingWords(hours, world.clock.now()) }
}
