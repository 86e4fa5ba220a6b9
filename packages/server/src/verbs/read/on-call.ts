// Who is on call now, or at another time, and why: asked of the same rules that pages ask.
import { explain } from '@muster/core/schedule/explain.ts'
import { onCallAt } from '@muster/core/schedule/on-call.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { isoOrNull } from './views.ts'

export async function onCall(world: World, caller: Caller, at: string | undefined) {
  permit(caller, 'on-call.read')
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const slugs = await tx.query<{ id: string; slug: string; name: string }>(
      'select id, slug, name from schedules where org_id = $1 order by slug',
      [caller.orgId],
    )
    const moment = at === undefined ? world.clock.now() : Date.parse(at)
    const nameOf = (userId: `user_${string}`) => config.directory.people.get(userId)?.name ?? 'somebody who has left'
    const schedules = slugs.rows.flatMap(({ id, slug, name }) => {
      const schedule = config.directory.schedules.get(id as `schedule_${string}`)
      if (schedule === undefined) return []
      const { users, until } = onCallAt(schedule, moment)
      const people = users.flatMap((userId) => {
        const person = config.directory.people.get(userId)
        return person === undefined ? [] : [{ slug: person.slug, name: person.name }]
      })
      return [{ slug, name, people, until: isoOrNull(until), why: explain(schedule, moment, nameOf) }]
    })
    return { schedules }
  })
}
