// Whoever is moved leaves an incident behind: where it was theirs, its ladder goes on without them.
import { decide } from '@muster/core/page/decide.ts'
import { settle } from '@muster/core/incident/handle.ts'
import type { Page } from '@muster/core/page/page.ts'
import type { Instant, UserId } from '@muster/core/vocabulary.ts'
import { change, putPage, type Held } from '../../store/held.ts'
import { wake } from '../../store/waking.ts'
import type { World } from '../../world.ts'
import type { ActingOnSeveral } from '../incident/change-several.ts'

type Leaving = {
  who: UserId
  /** The number of the incident they go to. */ to: number
  /** They were the support engineer here. */ wasSupport: boolean
  /** Since when, where the role was handed to them; null: it came by answering. */ handedAt: Instant | null
}

export function leaveBehind(world: World, acting: ActingOnSeveral, here: Held, { who, to, wasSupport, handedAt }: Leaving): void {
  const { moment, by } = acting
  const ladder = here.pages.find((page) => page.role === 'ladder' && page.state !== 'ended')
  if (ladder === undefined) {
    if (wasSupport && here.incident.status === 'acknowledged') beginAnew(world, acting, here)
    return
  }
  if (!isAnsweredBy(ladder, who) && !isCalling(ladder, who) && !(wasSupport && isHandedOver(ladder, handedAt))) return
  const decision = decide(ladder, { type: 'call-away', userId: who, by, to }, moment)
  if (!decision.ok) return
  putPage(here, decision)
  change(here, settle(here.incident, here.pages, moment.now))
}

const isCalling = ({ state, calls }: Page, who: UserId): boolean =>
  state === 'climbing' && calls.some((call) => call.userId === who && call.state === 'paging')

const isAnsweredBy = (page: Page, who: UserId): boolean =>
  (page.state === 'acknowledged' || page.state === 'snoozed') && page.by.type === 'user' && page.by.id === who

/** Whoever had answered handed it to them afterwards: the answer is theirs. */
const isHandedOver = (page: Page, handedAt: Instant | null): boolean =>
  handedAt !== null && (page.state === 'snoozed' || (page.state === 'acknowledged' && page.acknowledgedAt <= handedAt))

/** It was taken without a ladder: whom its severity wakes is asked as if nobody had it. */
function beginAnew(world: World, { config, moment }: ActingOnSeveral, here: Held): void {
  change(here, { ...here.incident, status: 'triggered', acknowledgedAt: null })
  const service = config.services.get(here.incident.serviceId)
  const policy = service === undefined ? undefined : config.policies.get(service.policyId)
  if (service === undefined || policy === undefined) return
  const { label } = world.packs.of(config, here.incident).labels[here.incident.severity]
  wake(here, { config, service, policy, label, newPageId: () => world.ids('page') }, moment)
}
