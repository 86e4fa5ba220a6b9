// Another ladder instead of the one under way: a policy's, or one person's; or one person more beside it.
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import { decide } from '@muster/core/page/decide.ts'
import { policyForResponder, type Policy } from '@muster/core/page/policy.ts'
import type { Actor, PageDecision } from '@muster/core/page/page.ts'
import { whyNotLadder } from '@muster/core/incident/can.ts'
import { settle } from '@muster/core/incident/handle.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import type { PageId } from '@muster/core/vocabulary.ts'
import { change, putPage, record } from '../../store/held.ts'
import { startLadder } from '../../store/ladder.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import { asBefore } from '../../store/waking.ts'
import type { World } from '../../world.ts'
import { Refused, type Caller } from '../actor.ts'
import { personNamed, policyNamed } from '../read/find.ts'
import { changeIncident, refusal, type Acting } from './change-incident.ts'

type On = { id: string; as?: string | undefined }
type To = { policy?: string | undefined; person?: string | undefined }

/** The ladder starts at the first rung of the new policy; pages of the old one still waiting are cancelled. */
export function reassign(world: World, caller: Caller, { id, as, policy, person }: On & To): Promise<IncidentDetail> {
  return changeIncident(
    world,
    caller,
    { id, as, action: 'incident.reassign', detail: { policy, person } },
    ({ held, config, moment, by }) => {
      assertOpen(held.incident)
      const to = ladderTo(config, { policy, person })
      changeLadder({ held, moment }, { policy: to, by, from: 'first-rung', newPageId: world.ids('page') })
    },
  )
}

function assertOpen(incident: Incident): void {
  const reason = whyNotLadder(incident)
  if (reason !== null) throw refusal(reason)
}

function ladderTo(config: OrgConfig, { policy, person }: To): Policy {
  if (policy !== undefined && person === undefined) return policyNamed(config, policy)
  if (person !== undefined && policy === undefined)
    return { ...policyForResponder(personNamed(config, person).id), onExhausted: 'catch-all' }
  throw new Refused('INVALID', {
    reason: 'policy-or-person',
    hint: 'Name one.',
    faults: [{ at: 'policy', says: 'Name either a policy or a person.' }],
  })
}

export function addResponder(world: World, caller: Caller, { id, as, person }: On & { person: string }): Promise<IncidentDetail> {
  return changeIncident(world, caller, { id, as, action: 'incident.add-responder', detail: { person } }, ({ held, config, moment, by }) => {
    assertOpen(held.incident)
    const { id: userId } = personNamed(config, person)
    const asked = held.pages.some(
      (page) => page.state === 'climbing' && page.calls.some((call) => call.userId === userId && call.state === 'paging'),
    )
    if (asked)
      throw new Refused('CONFLICT', { reason: 'already-being-called', hint: 'This person is being called for this incident already.' })
    record(held, 'incident.responder-asked', moment.now, { userId, by })
    startLadder(held, { id: world.ids('page'), policy: policyForResponder(userId), skipRungs: 0, role: 'responder' }, moment)
  })
}

/** "Apply now": a page under way stands on the same rung of the policy as it is today. */
export function applyPolicy(world: World, caller: Caller, { id, as }: On): Promise<IncidentDetail> {
  return changeIncident(world, caller, { id, as, action: 'incident.apply-policy' }, ({ held, config, moment, by }) => {
    assertOpen(held.incident)
    const policy = config.policies.get(config.services.get(held.incident.serviceId)?.policyId ?? 'policy_none')
    if (policy === undefined) throw refusal('page-ended')
    changeLadder({ held, moment }, { policy: asBefore(held, policy), by, from: 'same-rung', newPageId: world.ids('page') })
  })
}

export type LadderChange = { policy: Policy; by: Actor; from: 'first-rung' | 'same-rung'; newPageId: PageId }

export function changeLadder({ held, moment }: Pick<Acting, 'held' | 'moment'>, to: LadderChange): void {
  const page = held.pages.find((one) => one.role === 'ladder' && one.state !== 'ended')
  if (page === undefined) return startLadder(held, { id: to.newPageId, policy: to.policy, skipRungs: 0 }, moment)
  const decision: PageDecision = decide(page, { type: 'change-policy', policy: to.policy, by: to.by, from: to.from }, moment)
  if (!decision.ok) throw refusal(decision.reason)
  putPage(held, decision)
  change(held, settle(held.incident, held.pages, moment.now))
}
