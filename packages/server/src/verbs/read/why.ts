// Answers "why was I (not) paged?" for a person and an incident.
import type { Why } from '@muster/contract/incidents.ts'
import { why } from '@muster/core/why/why.ts'
import { clockTime } from '@muster/core/page/message.ts'
import { readLog } from '../../store/log.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { findIncident, personNamed } from './find.ts'
import { shared } from './shared.ts'
import { iso } from './views.ts'

export async function whyPaged(
  world: World,
  caller: Caller,
  input: { id: string; person: string; timeZone?: string | undefined },
): Promise<Why> {
  permit(caller, 'incident.read')
  // One log for all who ask, whoever they ask about.
  const { config, log } = await shared(world, caller, ['why', input.id], async (tx) => ({
    config: await world.configs.of(tx, caller.orgId),
    log: await readLog(tx, await findIncident(tx, input.id), 0, 10_000),
  }))
  const person = personNamed(config, input.person)
  const told = why(log, person.id, {
    name: person.name,
    clock: (at) => clockTime(at, input.timeZone ?? person.timeZone),
    nameOf: (userId) => config.directory.people.get(userId)?.name ?? 'somebody who has left',
  })
  return {
    person: person.slug,
    paged: told.paged,
    sentence: told.sentence,
    receipts: told.receipts.map((receipt) => ({ ...receipt, at: iso(receipt.at) })),
  }
}
