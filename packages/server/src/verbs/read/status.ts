// What runs and what needs doing, for doctor, for the page at / and for metrics.
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { LATE_MS, oldestOverdueMs } from './heartbeat.ts'

export type Check = { name: string; ok: boolean; says: string }

export async function status(world: World, caller: Caller, version: string) {
  permit(caller, 'status.read')
  const overdue = await oldestOverdueMs(world.db, world.clock.now())
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const count = async (text: string) => Number((await tx.query<{ n: number }>(text, [caller.orgId])).rows[0]?.n ?? 0)
    const openIncidents = await count(`select count(*) as n from incidents where org_id = $1 and status <> 'resolved'`)
    const inQuarantine = await count('select count(*) as n from (select 1 from quarantine where org_id = $1 limit 1000) q')
    const unreachable = [...config.directory.people.values()].filter((person) => !person.disabled && person.rules.length === 0)
    const services = [...config.services.values()].filter((service) => !service.disabled).length
    const checks: Check[] = [
      {
        name: 'engine',
        ok: overdue < LATE_MS,
        says:
          overdue < LATE_MS
            ? 'Nothing is overdue.'
            : `Something has been overdue for ${Math.round(overdue / 1000)} s. Look at the server's log and its database.`,
      },
      {
        name: 'quarantine',
        ok: inQuarantine === 0,
        says:
          inQuarantine === 0
            ? 'No signal is in quarantine.'
            : `${inQuarantine} signals could not be read and paged nobody. See the table quarantine.`,
      },
      {
        name: 'services',
        ok: services > 0,
        says:
          services > 0
            ? `${services} ${services === 1 ? 'service takes' : 'services take'} alerts.`
            : 'No service yet: make one in the console, or run muster apply -f org.yaml.',
      },
      {
        name: 'catch-all',
        ok: config.directory.catchAll.length > 0,
        says:
          config.directory.catchAll.length > 0
            ? 'The catch-all has somebody.'
            : 'The catch-all is empty: an exhausted ladder wakes nobody. Name somebody under catchAll.',
      },
      {
        name: 'contacts',
        ok: unreachable.length === 0,
        says:
          unreachable.length === 0
            ? 'Everybody can be reached.'
            : unreachable.length === 1
              ? `${unreachable[0]?.name} has no way to be reached. Give them a contact.`
              : `${unreachable.length} people have no way to be reached, such as ${unreachable[0]?.name}. Give them a contact.`,
      },
    ]
    return { version, organisation: config.name, openIncidents, oldestOverdueMs: overdue, inQuarantine, checks }
  })
}
