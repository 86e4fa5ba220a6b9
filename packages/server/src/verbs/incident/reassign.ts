// Another ladder instead of the one under way: a policy's, or one person's; or one person more beside it.
import { decide } from '@muster/core/page/decide.ts'
import { policyForResponder, type Policy } from '@muster/core/page/policy.ts'
import type { Actor, PageDecision } from '@muster/core/page/page.ts'
import { settle } from '@muster/core/incident/handle.ts'
import type { IncidentId, UserId } from '@muster/core/vocabulary.ts'
import { change, putPage, record } from '../../store/held.ts'
import { startLadder } from '../../store/ladder.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { Refused, type Caller } from '../actor.ts'
import { changeIncident, refusal, type Acting } from './change-incident.ts'

type To = { policyId: string } | { userId: UserId }

/** The ladder starts at the first rung of the new policy; pages of the old one still waiting are cancelled. */
export function reassign(world: World, caller: Caller, input: { id: string; by: Actor; to: To }): Promise<IncidentId> {
  return changeIncident(world, caller, { id: input.id, action: 'incident.reassign', detail: input.to }, ({ held, config, moment }) => {
    if (held.incident.status === 'resolved') throw refusal('already-resolved')
    const policy =
      'userId' in input.to
        ? { ...policyForResponder(input.to.userId), onExhausted: 'catch-all' as const }
        : policyNamed(config, input.to.policyId)
    changeLadder({ held, moment }, { policy, by: input.by, from: 'first-rung', newPageId: world.ids('page') })
  })
}

export function addResponder(world: World, caller: Caller, input: { id: string; by: Actor; userId: UserId }): Promise<IncidentId> {
  return changeIncident(
    world,
    caller,
    { id: input.id, action: 'incident.add-responder', detail: { userId: input.userId } },
    ({ held, moment }) => {
      if (held.incident.status === 'resolved') throw refusal('already-resolved')
      const asked = held.pages.some(
        (page) => page.state === 'climbing' && page.calls.some((call) => call.userId === input.userId && call.state === 'paging'),
      )
      if (asked)
        throw new Refused('CONFLICT', { reason: 'already-being-called', hint: 'This person is being called for this incident already.' })
      record(held, 'incident.responder-asked', moment.now, { userId: input.userId, by: input.by })
      startLadder(held, { id: world.ids('page'), policy: policyForResponder(input.userId), skipRungs: 0, role: 'responder' }, moment)
    },
  )
}

/** "Apply now": a page under way stands on the same rung of the policy as it is today. */
export function applyPolicy(world: World, caller: Caller, input: { id: string; by: Actor }): Promise<IncidentId> {
  return changeIncident(world, caller, { id: input.id, action: 'incident.apply-policy' }, ({ held, config, moment }) => {
    const service = config.services.get(held.incident.serviceId)
    if (service === undefined) throw refusal('page-ended')
    changeLadder(
      { held, moment },
      { policy: policyNamed(config, service.policyId), by: input.by, from: 'same-rung', newPageId: world.ids('page') },
    )
  })
}

export type LadderChange = { policy: Policy; by: Actor; from: 'first-rung' | 'same-rung'; newPageId: `page_${string}` }

export function changeLadder({ held, moment }: Pick<Acting, 'held' | 'moment'>, to: LadderChange): void {
  const page = held.pages.find((one) => one.role === 'ladder' && one.state !== 'ended')
  if (page === undefined) return startLadder(held, { id: to.newPageId, policy: to.policy, skipRungs: 0 }, moment)
  const decision: PageDecision = decide(page, { type: 'change-policy', policy: to.policy, by: to.by, from: to.from }, moment)
  if (!decision.ok) throw refusal(decision.reason)
  putPage(held, decision)
  change(held, settle(held.incident, held.pages, moment.now))
}

function policyNamed(config: OrgConfig, policyId: string): Policy {
  const policy = [...config.policies.values()].find((one) => one.id === policyId)
  if (policy === undefined) throw new Refused('NOT_FOUND', { reason: 'no-such-policy', hint: `There is no policy ${policyId}.` })
  return policy
}
