// Who would be woken, and when, if a page started at a moment and nobody answered: the rules themselves, asked ahead of time.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import type { PolicyPreview } from '@muster/contract/previews.ts'
import { decide } from '@muster/core/page/decide.ts'
import { rosterAt } from '@muster/core/page/directory.ts'
import { openPage } from '@muster/core/page/open.ts'
import { ladderPicture, type RungPicture } from '@muster/core/page/picture.ts'
import type { Policy, Target } from '@muster/core/page/policy.ts'
import type { Instant, ScheduleId, UserId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { policyReferences } from '../config/check-references.ts'
import { rotasOf } from '../person/watch.ts'
import { policyNamed } from '../read/find.ts'
import { iso, personView } from '../read/views.ts'
import { namesIn, refuseFaults } from './names.ts'

type Draft = ConfigDocument['policies'][number]
type Asked = { slug?: string | undefined; policy?: Draft | undefined; at?: string | undefined }

export async function previewPolicy(world: World, caller: Caller, asked: Asked): Promise<PolicyPreview> {
  permit(caller, 'policy.preview')
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const policy = asked.policy === undefined ? policyNamed(config, asked.slug ?? '') : await drafted(tx, config, asked.policy)
    const at = asked.at === undefined ? world.clock.now() : Date.parse(asked.at)
    const ladder = climbed(policy, config, at)
    const last = ladder.findLast(({ kind }) => kind === 'catch-all')
    return {
      at: iso(at),
      rungs: ladder.flatMap((one) => rungOf(one, config)),
      catchAll: { at: iso(last?.at ?? at), people: last === undefined ? [] : peopleOf(last, config) },
    }
  })
}

function climbed(policy: Policy, { orgId, directory }: OrgConfig, at: Instant): RungPicture[] {
  const page = openPage({ id: 'page_preview', orgId, incidentId: 'incident_preview', role: 'ladder', policy, startedAt: at })
  const started = decide(page, { type: 'start', skipRungs: 0 }, { now: at, roster: rosterAt(directory, at) })
  if (!started.ok) return []
  const trail = started.events.map((event) => ({ at: event.at, type: event.type, body: event }))
  return ladderPicture(started.page, { trail, directory, now: at })
}

async function drafted(tx: Tx, config: OrgConfig, { slug: _slug, ...draft }: Draft): Promise<Policy> {
  const people = namesIn(config)
  const schedules = new Map<string, ScheduleId>((await rotasOf(tx, config)).map(({ named, schedule }) => [named.slug, schedule.id]))
  refuseFaults(policyReferences(draft, { people, schedules }, 'policy'))
  const target = (to: Draft['rungs'][number]['targets'][number]): Target =>
    'person' in to
      ? { type: 'person', userId: people.get(to.person) ?? NOBODY }
      : { type: 'schedule', scheduleId: schedules.get(to.schedule) ?? 'schedule_none' }
  const rungs = draft.rungs.map((rung) => ({ ...rung, targets: rung.targets.map(target) }))
  return { ...draft, id: 'policy_preview', version: 1, rungs, onExhausted: 'catch-all' }
}

const NOBODY: UserId = 'user_none'

function rungOf(one: RungPicture, config: OrgConfig): PolicyPreview['rungs'] {
  const { kind, pass, rung, at, delayMinutes, require, empty } = one
  if (kind !== 'rung' || pass === null || rung === null || at === null) return []
  return [{ pass, rung: rung + 1, at: iso(at), delayMinutes, require, people: peopleOf(one, config), empty }]
}

function peopleOf({ people }: RungPicture, config: OrgConfig): PolicyPreview['catchAll']['people'] {
  return people.map(({ userId, reason }) => ({ ...personView(userId, config), reason }))
}
