// Who would be on call from one moment to another, by a schedule that is stored or one that is being written.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import type { SchedulePreview } from '@muster/contract/previews.ts'
import { coverageGaps } from '@muster/core/schedule/gaps.ts'
import { MOST_SHIFTS, onCallAt, shifts, type Shift } from '@muster/core/schedule/on-call.ts'
import type { Schedule } from '@muster/core/schedule/schedule.ts'
import type { Tx } from '../../store/db.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { scheduleFaults } from '../config/check-meaning.ts'
import { scheduleReferences } from '../config/check-references.ts'
import { scheduleOf } from '../config/write.ts'
import { rotasOf } from '../person/watch.ts'
import { iso, personView } from '../read/views.ts'
import { namesIn, refuseFaults } from './names.ts'

type Asked = { slug?: string | undefined; schedule?: ConfigDocument['schedules'][number] | undefined; from: string; to: string }

export async function previewSchedule(world: World, caller: Caller, asked: Asked): Promise<SchedulePreview> {
  permit(caller, 'schedule.preview')
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const schedule = asked.schedule === undefined ? await stored(tx, config, asked.slug ?? '') : drafted(config, asked.schedule)
    const [from, to] = [Date.parse(asked.from), Date.parse(asked.to)]
    const found = shifts(schedule, from, to)
    const upTo = found.length < MOST_SHIFTS ? to : (found.at(-1)?.endsAt ?? to)
    const isActive = (userId: `user_${string}`) => config.directory.people.get(userId)?.disabled === false
    return {
      shifts: found.flatMap((shift) => shiftView(shift, schedule, config)),
      gaps: coverageGaps(schedule, { from, to: upTo }, isActive).map(({ startsAt, endsAt }) => ({ from: iso(startsAt), to: iso(endsAt) })),
      upTo: iso(upTo),
    }
  })
}

async function stored(tx: Tx, config: OrgConfig, slug: string): Promise<Schedule> {
  const found = (await rotasOf(tx, config)).find(({ named }) => named.slug === slug)
  if (found !== undefined) return found.schedule
  throw new Refused('NOT_FOUND', {
    reason: 'no-such-schedule',
    hint: `There is no schedule "${slug}". The list of schedules has the short name of each.`,
  })
}

function drafted(config: OrgConfig, schedule: ConfigDocument['schedules'][number]): Schedule {
  const people = namesIn(config)
  // A layer that has no people yet is drawn as what it is, a gap.
  const faults = scheduleFaults(schedule, 'schedule').filter(({ at }) => !at.endsWith('.participants'))
  refuseFaults([...scheduleReferences(schedule, people, 'schedule'), ...faults])
  return scheduleOf(schedule, (kind, slug) => (kind === 'person' ? people.get(slug) : undefined) ?? 'schedule_preview')
}

function shiftView({ userId, startsAt, endsAt }: Shift, schedule: Schedule, config: OrgConfig): SchedulePreview['shifts'] {
  if (userId === null) return []
  const { from, overrides } = onCallAt(schedule, startsAt)
  const override = overrides.at(-1)?.id ?? null
  const layer = override === null ? (from?.layer.id ?? null) : null
  return [{ person: personView(userId, config), from: iso(startsAt), to: iso(endsAt), layer, override }]
}
