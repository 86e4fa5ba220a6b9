// An incident's ladder as its severity asks for it: at once, in working time, when work begins, or not at all.
import { byHours, wakingOf } from '@muster/core/hours/waking.ts'
import { momentWords } from '@muster/core/hours/words.ts'
import type { Moment } from '@muster/core/page/climb.ts'
import { decide } from '@muster/core/page/decide.ts'
import { settle } from '@muster/core/incident/handle.ts'
import type { Policy } from '@muster/core/page/policy.ts'
import type { PageId } from '@muster/core/vocabulary.ts'
import { change, putPage, record, type Held } from './held.ts'
import { startLadder } from './ladder.ts'
import { hoursOf, type OrgConfig, type Service } from './org-config.ts'

export type WakingFor = {
  config: Pick<OrgConfig, 'hours'>
  service: Service
  policy: Policy
  /** What people call its severity. */
  label: string
  newPageId: () => PageId
  skipRungs?: number
}

/** Nothing is begun beside a ladder that is under way; one that climbs in working time goes on at once when it has become graver. */
export function wake(held: Held, of: WakingFor, moment: Moment): void {
  const { config, service, policy, label, newPageId, skipRungs = 0 } = of
  const waking = wakingOf(held.incident.severity, hoursOf(config, service), moment.now)
  const ladder = held.pages.find((page) => page.role === 'ladder' && page.state !== 'ended')
  if (ladder !== undefined) {
    if (waking.type === 'now' && ladder.policy.hours !== undefined) hasten(held, policy, moment)
    return
  }
  switch (waking.type) {
    case 'now':
    case 'by-hours': {
      if (!held.isNew) held.wait = 'none'
      const climbs = waking.type === 'now' ? policy : byHours(policy, waking.hours)
      return startLadder(held, { id: newPageId(), policy: climbs, skipRungs }, moment)
    }
    case 'waits': {
      held.wait = { until: waking.until }
      const why = `${label} waits for working hours: ${momentWords(waking.hours, waking.until, moment.now)}`
      return record(held, 'incident.waits', moment.now, { until: waking.until, why })
    }
    case 'never':
      return record(held, 'incident.not-paged', moment.now, { why: `${label} waits for business hours` })
  }
}

/** Another policy for a ladder that climbs in working time goes by the same hours. */
export function asBefore({ pages }: Held, policy: Policy): Policy {
  const hours = pages.find((page) => page.role === 'ladder' && page.state !== 'ended')?.policy.hours
  return hours === undefined ? policy : byHours(policy, hours)
}

/** From the rung it stands on, in plain time; whoever has answered keeps it. */
function hasten(held: Held, policy: Policy, moment: Moment): void {
  for (const page of held.pages.filter((one) => one.role === 'ladder' && one.state !== 'ended')) {
    const decision = decide(page, { type: 'change-policy', policy, by: { type: 'system' }, from: 'same-rung' }, moment)
    if (decision.ok) putPage(held, decision)
  }
  change(held, settle(held.incident, held.pages, moment.now))
}
