// What both jobs and people do to a held incident: start its ladder, do what a command says, and close it.
import { decide } from '@muster/core/page/decide.ts'
import { handle, settle, type IncidentCommand, type IncidentDecision } from '@muster/core/incident/handle.ts'
import { pages } from '@muster/core/incident/severity.ts'
import { openPage } from '@muster/core/page/open.ts'
import type { Moment } from '@muster/core/page/climb.ts'
import type { Policy } from '@muster/core/page/policy.ts'
import type { Asked } from '@muster/core/page/page.ts'
import type { PageId } from '@muster/core/vocabulary.ts'
import { change, putPage, record, type Held } from './held.ts'

export type LadderStart = { id: PageId; policy: Policy; skipRungs: number; role?: 'ladder' | 'responder'; asked?: Asked }

export function startLadder(held: Held, { id, policy, skipRungs, role = 'ladder', asked }: LadderStart, moment: Moment): void {
  const { incident } = held
  const page = openPage({
    id,
    orgId: incident.orgId,
    incidentId: incident.id,
    role,
    ...(asked !== undefined && { asked }),
    policy,
    startedAt: moment.now,
  })
  const decision = decide(page, { type: 'start', skipRungs }, moment)
  if (!decision.ok) throw new Error(`A new page refused to start: ${decision.reason}`)
  record(held, 'page.started', moment.now, {
    pageId: id,
    role,
    policy: policy.name,
    policyVersion: policy.version,
    skipRungs,
    ...(asked !== undefined && { asked: asked.name }),
  })
  putPage(held, decision)
  change(held, settle(held.incident, held.pages, moment.now))
}

/** Carries out a command on the incident and its pages, or gives the reason it cannot be. */
export function carryOut(held: Held, command: IncidentCommand, moment: Moment): IncidentDecision {
  const paused = held.pages.some((page) => page.role === 'ladder' && page.state === 'snoozed')
  const decision = handle(held.incident, held.pages, command, moment)
  if (!decision.ok) return decision
  for (const told of decision.told) putPage(held, told)
  change(held, decision.incident)
  if (command.type === 'resolve' && !pages(held.incident.severity)) held.wait = 'none'
  for (const { type, at, ...body } of decision.events) record(held, type, at, body)
  // Whoever put the incident to sleep is not woken to hear that it is over.
  if (command.type === 'resolve' && !paused)
    held.notices.push({ reason: 'resolved', text: command.why === 'by-hand' ? 'Resolved by hand' : 'The alerts have cleared' })
  return decision
}
