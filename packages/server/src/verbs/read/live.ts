// What changes, as it is committed on any node, for the screens that show it.
import { LIVE_CHANNEL, readChanges, type ByOrg } from '../../store/changes.ts'
import type { World } from '../../world.ts'

/** `missed`: nobody listened for a moment, so anything may have changed. */
export type News = ByOrg | 'missed'

/** Resolves when it listens, with what ends it. */
export function liveNews({ db }: Pick<World, 'db'>, hear: (news: News) => void): Promise<() => Promise<void>> {
  return db.listen(LIVE_CHANNEL, (notice) => hear(readNews(notice)))
}

function readNews(notice: string): News {
  try {
    return notice === '' ? 'missed' : readChanges(notice)
  } catch {
    // In a rolling upgrade another version may word it otherwise.
    return 'missed'
  }
}
