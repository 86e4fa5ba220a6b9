// Who could ever be called by some targets: whoever is active and has a way to be reached, whenever their turn is.
import type { Directory } from '../page/directory.ts'
import type { Target } from '../page/policy.ts'
import type { UserId } from '../vocabulary.ts'

export type Reach = (targets: readonly Target[]) => Set<UserId>

export function reachOf({ people, schedules }: Directory): Reach {
  const canBeReached = (userId: UserId) => {
    const person = people.get(userId)
    return person?.disabled === false && person.rules.length > 0
  }
  const behind = (target: Target): UserId[] => {
    if (target.type === 'person') return [target.userId]
    // Who only stands in once is not on the rota.
    return schedules.get(target.scheduleId)?.layers.flatMap((layer) => layer.participants) ?? []
  }
  return (targets) => new Set(targets.flatMap(behind).filter(canBeReached))
}

export const nameOf = ({ people }: Directory, userId: UserId): string => people.get(userId)?.name ?? 'One person'
