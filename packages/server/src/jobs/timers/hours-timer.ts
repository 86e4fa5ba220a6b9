// Work begins: what is minor and has waited for it is called for, if it is still open and nobody has it.
import { wakingOf } from '@muster/core/hours/waking.ts'
import { rosterAt } from '@muster/core/page/directory.ts'
import { startLadder } from '../../store/ladder.ts'
import { hoursOf } from '../../store/org-config.ts'
import { wake } from '../../store/waking.ts'
import type { World } from '../../world.ts'
import type { Firing } from './fire-timers.ts'

export async function fireHoursTimer(world: World, { timer, held, now, configOf }: Firing): Promise<void> {
  const one = timer.incidentId === null ? undefined : held.get(timer.incidentId)
  if (one === undefined) return
  one.wait = 'none'
  const { incident, pages } = one
  if (incident.status !== 'triggered' || pages.some((page) => page.role === 'ladder' && page.state !== 'ended')) return
  const config = await configOf(timer.orgId)
  const service = config.services.get(incident.serviceId)
  const policy = service === undefined ? undefined : config.policies.get(service.policyId)
  if (service === undefined || policy === undefined) return
  const moment = { now, roster: rosterAt(config.directory, now) }
  // Whoever was promised a call gets it, though the calendar has been taken away since.
  if (wakingOf(incident.severity, hoursOf(config, service), now).type === 'never')
    return startLadder(one, { id: world.ids('page'), policy, skipRungs: 0 }, moment)
  const { label } = world.packs.of(config, incident).labels[incident.severity]
  wake(one, { config, service, policy, label, newPageId: () => world.ids('page') }, moment)
}
