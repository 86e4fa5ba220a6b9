// Gaps ahead: when a schedule that somebody counts on will name nobody who can be woken, told in the zone of the schedule.
import { momentWords } from '../hours/words.ts'
import { coverageGaps } from '../schedule/gaps.ts'
import { DAY, type Instant, type ScheduleId } from '../vocabulary.ts'
import type { Estate, Risk } from './estate.ts'

const WITHIN = 14 * DAY

export function coverageRisks({ services, policies, roles, directory }: Estate, now: Instant): Risk[] {
  const isActive = (userId: `user_${string}`) => directory.people.get(userId)?.disabled === false
  const counted = new Set<ScheduleId>()
  const critical = new Set<ScheduleId>()
  for (const { policyId, criticalPath } of services)
    for (const target of policies.get(policyId)?.rungs.flatMap(({ targets }) => targets) ?? []) {
      if (target.type !== 'schedule') continue
      counted.add(target.scheduleId)
      if (criticalPath) critical.add(target.scheduleId)
    }
  for (const target of Object.values(roles).flat()) if (target.type === 'schedule') counted.add(target.scheduleId)
  return [...counted].flatMap((id): Risk[] => {
    const schedule = directory.schedules.get(id)
    const gaps = schedule === undefined ? [] : coverageGaps(schedule, { from: now, to: now + WITHIN }, isActive)
    const [first] = gaps
    if (schedule === undefined || first === undefined) return []
    const moment = (at: Instant) => momentWords(schedule, at, now)
    const until = first.endsAt < now + WITHIN ? `to ${moment(first.endsAt)}` : 'on'
    const more = gaps.length === 1 ? '' : ` It happens ${gaps.length} times within 14 days.`
    return [
      {
        kind: 'gap',
        isCritical: critical.has(id),
        says: `${schedule.name} has nobody from ${moment(first.startsAt)} ${until}, in ${schedule.timeZone}.${more}`,
        mend: 'Put somebody on for that time.',
        place: { kind: 'schedule', id },
      },
    ]
  })
}
