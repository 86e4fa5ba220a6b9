// Calling whoever is on call for a role of the protocol.
import { settle } from '@muster/core/incident/handle.ts'
import { decide } from '@muster/core/page/decide.ts'
import type { Moment } from '@muster/core/page/climb.ts'
import type { Actor, Page } from '@muster/core/page/page.ts'
import { policyForRole, type Target } from '@muster/core/page/policy.ts'
import { calledAtOnce } from '@muster/core/protocol/calls.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import type { UserId } from '@muster/core/vocabulary.ts'
import type { Ids } from '../ids.ts'
import { change, putPage, record, type Held } from './held.ts'
import { startLadder } from './ladder.ts'
import type { OrgConfig, Service } from './org-config.ts'

export type Calling = { config: OrgConfig; pack: Pack; moment: Moment; ids: Ids }

/** `minutes`: how long each of its targets has to answer. */
export type RoleCall = {
  role: string
  text: string
  by: Actor
  minutes?: number
  /** Roles that are called after it, when nobody answers. */
  next?: readonly string[]
  /** Whoever had it and gave it back, or was called away. */
  hadIt?: string | null
}

/** Nobody is called for a role that is being called for, or that somebody has answered for; whoever is being rung for something else, or had the role before, comes last. */
export function callRole(
  held: Held,
  { config, pack, moment, ids }: Calling,
  { role, text, by, minutes = 5, next = [], hadIt = null }: RoleCall,
): void {
  const name = pack.roles.find(({ id }) => id === role)?.name ?? role
  const targets = [role, ...next].flatMap((one) => config.roles[one] ?? [])
  const isCalled = held.pages.some(({ asked, state }) => asked?.role === role && state !== 'ended' && state !== 'exhausted')
  record(held, 'ask.sent', moment.now, { by, role, name, text, minutes, people: targets.length === 0 ? [] : peopleOf(targets, moment) })
  // Nobody can answer a page of an incident that is over.
  if (isCalled || targets.length === 0 || held.incident.status === 'resolved') return
  const ringing = new Set(
    held.pages
      .flatMap((page) => (page.state === 'climbing' ? page.calls : []))
      .flatMap(({ userId, state }) => (state === 'paging' ? [userId] : [])),
  )
  const isBusy = (target: Target) => moment.roster.people(target).some((userId) => ringing.has(userId) || userId === hadIt)
  const inOrder = [...targets.filter((target) => !isBusy(target)), ...targets.filter(isBusy)]
  const policy = policyForRole(name, inOrder, Math.min(minutes, 5))
  startLadder(held, { id: ids('page'), policy, skipRungs: 0, role: 'responder', asked: { role, name, text } }, moment)
}

const peopleOf = (targets: OrgConfig['roles'][string], { roster }: Moment): UserId[] => [
  ...new Set(targets.flatMap((target) => roster.people(target))),
]

type Grave = {
  service: Service
  column?: string | undefined
  /** Roles that need no call: somebody holds them, or they have been called. */
  without?: readonly string[]
  /** Who had a role before; nobody had, of what has just opened. */
  hadBefore?: (role: string) => string | null
}

/** Whom its severity, its column and its policy call at once, beside the first rung; roles nobody is on call for are left to the screen. */
export function callAtOnce(held: Held, calling: Calling, { service, column, without = [], hadBefore = () => null }: Grave): void {
  const { config, pack } = calling
  const { severity } = held.incident
  const roles = calledAtOnce(pack, {
    class: pack.classes[severity],
    criticalPath: service.criticalPath,
    runbook: runbookFacts(service),
    column,
    sets: config.policies.get(service.policyId)?.calls ?? [],
  })
  for (const role of roles) {
    const targets = config.roles[role]
    if (targets === undefined || without.includes(role)) continue
    const hadIt = hadBefore(role)
    // Nobody is rung at once for what they have just given back: that nobody else is there is noticed by its clock.
    if (hadIt !== null && peopleOf(targets, calling.moment).every((who) => who === hadIt)) continue
    callRole(held, calling, { role, text: held.incident.title, by: { type: 'system' }, hadIt })
  }
}

export function runbookFacts({ runbook }: Pick<Service, 'runbook'>): { linked: boolean; complete: boolean; highRisk: boolean } {
  return { linked: runbook !== null, complete: runbook?.complete === true, highRisk: runbook?.highRisk === true }
}

type Stopping = { role: string; by: Actor; moment: Moment; /** Who has the role now: their own answer stands. */ holder: string | null }

/** Somebody has taken it, or given it back: whoever is still being called may sleep on, and an answer of before has no role any more. */
export function stopCalling(held: Held, { role, by, moment, holder }: Stopping): void {
  const isTheirs = (page: Page) => page.state === 'acknowledged' && page.by.type === 'user' && page.by.id === holder
  for (const page of held.pages.filter((one) => one.asked?.role === role && one.state !== 'ended' && !isTheirs(one))) {
    const decision = decide(page, { type: 'end', by, reason: 'role-taken' }, moment)
    if (decision.ok) putPage(held, decision)
  }
  change(held, settle(held.incident, held.pages, moment.now))
}
