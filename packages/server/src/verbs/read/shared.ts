// Many who ask for the same at once are answered from one reading: a whole company looks at one incident.
import type { Db, Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { Refused, type Caller } from '../actor.ts'

/** Everything the answer depends on but the time and who asks: what is theirs alone is worked out after the reading. */
export type Asked = readonly [what: string, ...of: (string | number | undefined)[]]
type Reading<T> = { asked: Asked; read: (tx: Tx) => Promise<T> }
type Seeing = Pick<Caller, 'orgId' | 'sees'>

type Running = { now: Promise<unknown>; next: Promise<unknown> | null }

const readings = new WeakMap<Db, Map<string, Running>>()

/** Of one incident. It is read with nobody's eyes, for all who ask; only what nobody's eyes can see is read with the caller's own. */
export async function shared<T>(world: Pick<World, 'db'>, caller: Caller, asked: Asked, read: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await together(world, { orgId: caller.orgId, sees: [] }, { asked, read })
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'NOT_FOUND' || caller.sees.length === 0) throw error
    return together(world, caller, { asked, read })
  }
}

/** Of many incidents: shared by those who see the same ones. */
export function sharedInSight<T>(world: Pick<World, 'db'>, caller: Caller, asked: Asked, read: (tx: Tx) => Promise<T>): Promise<T> {
  return together(world, caller, { asked, read })
}

/**
 * Whoever comes while a reading is under way shares the next one, which begins when that has ended: nobody gets an answer
 * from before they asked, so nothing is kept and nothing has to be declared stale. Whether they may read is asked before.
 */
function together<T>({ db }: Pick<World, 'db'>, { orgId, sees }: Seeing, { asked, read }: Reading<T>): Promise<T> {
  const all = readings.get(db) ?? new Map<string, Running>()
  readings.set(db, all)
  const key = JSON.stringify([orgId, sees, ...asked])
  const begin = (): Promise<T> => {
    const now = db.app({ orgId, sees }, read)
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
