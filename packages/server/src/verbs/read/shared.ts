// Many who ask for the same at once are answered from one reading: a whole company looks at one incident.
import type { OrgId } from '@muster/core/vocabulary.ts'
import type { Db, Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'

/** Everything the answer depends on but the time. Who asks is not part of it: what is theirs alone is worked out after the reading. */
export type Asked = readonly [orgId: OrgId, what: string, ...of: (string | number | undefined)[]]

type Running = { now: Promise<unknown>; next: Promise<unknown> | null }

const readings = new WeakMap<Db, Map<string, Running>>()

/**
 * Whoever comes while a reading is under way shares the next one, which begins when that has ended: nobody gets an answer
 * from before they asked, so nothing is kept and nothing has to be declared stale. Whether they may read is asked before.
 */
export function shared<T>({ db }: Pick<World, 'db'>, asked: Asked, read: (tx: Tx) => Promise<T>): Promise<T> {
  const all = readings.get(db) ?? new Map<string, Running>()
  readings.set(db, all)
  const key = JSON.stringify(asked)
  const begin = (): Promise<T> => {
    const now = db.app(asked[0], read)
    const running: Running = { now, next: null }
    all.set(key, running)
    const over = () => running.next === null && all.delete(key)
    now.then(over, over)
    return now
  }
  const running = all.get(key)
  if (running === undefined) return begin()
  running.next ??= running.now.then(begin, begin)
  // What is read is named by its key.
  return running.next as Promise<T>
}
