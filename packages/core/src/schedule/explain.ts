// Why this person is on call at this moment, or why nobody is, in one sentence.
import type { Instant, UserId } from '../vocabulary.ts'
import { localClock } from './local-time.ts'
import { onCallAt, type OnCall } from './on-call.ts'
import { isTimeZone } from './readable.ts'
import type { Layer, Override, Schedule } from './schedule.ts'
import { standingAt } from './turn.ts'

type Words = { nameOf: (userId: UserId) => string; clock: (at: Instant) => string }

export function explain(schedule: Schedule, at: Instant, nameOf: (userId: UserId) => string): string {
  const zone = isTimeZone(schedule.timeZone) ? schedule.timeZone : 'UTC'
  const words = { nameOf, clock: (instant: Instant) => localClock(instant, zone) }
  const { users, from, overrides } = onCallAt(schedule, at)
  const causes = [...turnPart(from, schedule, words), ...overrides.map((one) => overridePart(one, words))]
  const who = users.length === 0 ? 'Nobody' : users.map(nameOf).join(' and ')
  const why = causes.length === 0 ? noTurn(schedule, at, words) : causes.join('; ')
  return `${who} is on call: ${why} (times in ${zone}).`
}

function turnPart(from: OnCall['from'], schedule: Schedule, { nameOf, clock }: Words): string[] {
  if (from === null) return []
  const { layer, turn } = from
  const over = schedule.layers.indexOf(layer) > 0 ? ', which wins over the layers before it' : ''
  return [
    `turn ${turn.number + 1} of layer "${layer.name}"${over}, is ${nameOf(turn.userId)}'s from ${clock(turn.startsAt)} to ${clock(turn.endsAt)}`,
  ]
}

function overridePart({ id, userId, replaces, endsAt }: Override, { nameOf, clock }: Words): string {
  const whom = replaces === null ? 'everybody' : nameOf(replaces)
  const change = userId === null ? `takes ${whom} off call on purpose` : `puts ${nameOf(userId)} in for ${whom}`
  return `override "${id}" ${change} until ${clock(endsAt)}`
}

function noTurn(schedule: Schedule, at: Instant, words: Words): string {
  if (schedule.layers.length === 0) return 'the schedule has no layers'
  return schedule.layers.map((layer) => layerSilence(layer, schedule.timeZone, { at, words })).join('; ')
}

function layerSilence(layer: Layer, timeZone: string, { at, words }: { at: Instant; words: Words }): string {
  const standing = standingAt(layer, timeZone, at)
  switch (standing.state) {
    case 'empty':
      return `layer "${layer.name}" has no participants`
    case 'not-begun':
      return `layer "${layer.name}" begins at ${words.clock(standing.beginsAt)}`
    case 'unreadable':
      return `layer "${layer.name}" cannot be read, so mend its rotation or the time zone "${timeZone}"`
    case 'turn':
      return `layer "${layer.name}" names ${words.nameOf(standing.turn.userId)}`
  }
}
