// Whom a target means at a moment, by plain arithmetic: no calendar, no code of the product.
import type { ContactRule } from '@muster/core/page/roster.ts'
import type { Target } from '@muster/core/page/policy.ts'
import type { Schedule } from '@muster/core/schedule/schedule.ts'
import { DAY, MINUTE, type Instant, type UserId } from '@muster/core/vocabulary.ts'
import { ZONES, type Org, type Zone } from '../plot/organisation.ts'

export function offsetOf(zone: string): number {
  return ZONES[zone as Zone] * MINUTE
}

export function onCall(schedule: Schedule, at: Instant): UserId | null {
  const named = turn(schedule, at)
  const cover = schedule.overrides.find((one) => one.startsAt <= at && at < one.endsAt)
  if (cover === undefined || (cover.replaces !== null && cover.replaces !== named)) return named
  return cover.userId
}

function turn({ layers, timeZone }: Schedule, at: Instant): UserId | null {
  const [layer] = layers
  if (layer === undefined || layer.participants.length === 0) return null
  const { startsOn, handoffTime, length } = layer.rotation
  const [hours = 0, minutes = 0] = handoffTime.split(':').map(Number)
  const first = Date.parse(`${startsOn}T00:00Z`) + (hours * 60 + minutes) * MINUTE
  const turns = Math.floor((at + offsetOf(timeZone) - first) / (length * DAY))
  return turns < 0 ? null : (layer.participants[turns % layer.participants.length] ?? null)
}

/** Everybody behind the targets who is not switched off, each once, in the order named. */
export function peopleOf(org: Org, targets: readonly Target[], at: Instant): UserId[] {
  const people: UserId[] = []
  for (const target of targets) {
    const schedule = target.type === 'schedule' ? org.schedules.find((one) => one.id === target.scheduleId) : undefined
    const userId = target.type === 'person' ? target.userId : schedule === undefined ? null : onCall(schedule, at)
    const off = org.people.find((one) => one.id === userId)?.disabled !== false
    if (userId !== null && !off && !people.includes(userId)) people.push(userId)
  }
  return people
}

export function waysTo(org: Org, userId: UserId): ContactRule[] {
  return org.people.find((one) => one.id === userId)?.rules ?? []
}
