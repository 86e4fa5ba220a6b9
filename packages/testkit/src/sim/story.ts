// A night told line by line: the same text, byte for byte, for the same seed.
import type { Policy, Target } from '@muster/core/page/policy.ts'
import type { Instant } from '@muster/core/vocabulary.ts'
import type { Violation } from './oracle/oracle.ts'
import type { Org } from './plot/organisation.ts'
import type { Cause, Commit, Entry, Night } from './record.ts'

export function story(night: Night, violation: Violation | null): string {
  const from = night.entries[0]?.at ?? 0
  const lines = night.entries.flatMap((entry, index) =>
    tell(entry, from).map((line, at) => (at === 0 ? `${String(index).padStart(4)}  ${line}` : `      ${line}`)),
  )
  return [
    `night ${night.seed}`,
    ...lines,
    ...(night.threw === null ? [] : [`the rules threw: ${night.threw}`]),
    verdict(violation, from),
  ].join('\n')
}

export function verdict(violation: Violation | null, from: Instant): string {
  if (violation === null) return 'no promise was broken'
  return `BROKEN at ${clock(violation.at, from)}, line ${violation.entry}: ${violation.promise}\n  ${violation.detail}`
}

/** Hours, minutes, seconds and thousandths since the night began. */
function clock(at: Instant, from: Instant): string {
  const ms = at - from
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0')
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`
}

function tell(entry: Entry, from: Instant): string[] {
  const [first = '', ...rest] = words(entry, from)
  return [`${clock(entry.at, from)}  ${first}`, ...rest.map((line) => `              ${line}`)]
}

function words(entry: Entry, from: Instant): string[] {
  switch (entry.type) {
    case 'organisation':
      return [`the night begins at ${new Date(entry.at).toISOString()}, with ${entry.workers.length} workers`, ...organisation(entry.org)]
    case 'accepted': {
      const { id, serviceId, signal } = entry.sent
      const times = [signal.eventAt, signal.endsAt].map((at) => (at === null ? '-' : clock(at, from)))
      return [
        `accepted ${id} for ${serviceId}: ${signal.action} ${signal.key ?? '(no key)'} ${signal.severity} by ${signal.sender}, event ${times[0]}, ends ${times[1]}`,
      ]
    }
    case 'turned-away':
      return [`nobody was there to take ${entry.what}; it is tried again`]
    case 'commit':
      return commit(entry, from)
    case 'claimed':
      return [
        `${entry.by} takes in hand ${entry.keys.join(', ') || 'nothing'} (${entry.channel})`,
        ...entry.bundled.map(({ key, into }) => `${key} travels with ${into}`),
        ...entry.heldBack.map(({ key, until }) => `${key} is held back until ${clock(until, from)}`),
      ]
    case 'looked':
      return [`${entry.by} looks at ${entry.key}, try ${entry.attempt}: ${entry.wanted ? 'still wanted' : 'no longer wanted'}`]
    case 'call':
      return [`${entry.by} CALLS ${entry.contactId}: ${entry.key}, try ${entry.attempt}: ${entry.short}`]
    case 'provider':
      return [`the provider ${entry.did}: ${entry.key}, try ${entry.attempt}`]
    case 'trouble':
      return [`TROUBLE: ${entry.what} of ${entry.who}${entry.where === '' ? '' : `, ${entry.where}`}, until ${clock(entry.until, from)}`]
    case 'over':
      return [`the night is over; waiting: ${JSON.stringify([entry.waitingSignals, entry.waitingTimers, entry.waitingDeliveries])}`]
  }
}

function commit({ by, cause, refused, lines, planned, cancelled }: Commit, from: Instant): string[] {
  const done = refused === null ? '' : `: REFUSED, ${refused}`
  return [
    `${by} ${reason(cause, from)}${done}`,
    ...lines.map(({ incidentId, type, body }) => `${incidentId} ${type} ${JSON.stringify(body)}`),
    ...cancelled.map(({ key, why }) => `takes back ${key} (${why})`),
    ...planned.map(({ key, dueAt, text }) => `plans ${key} at ${clock(dueAt, from)}${text === null ? '' : `: ${text}`}`),
    ...(cause.type === 'configured' ? organisation(cause.org) : []),
  ]
}

function reason(cause: Cause, from: Instant): string {
  switch (cause.type) {
    case 'signals':
      return `decides ${cause.signals.map(({ id, outcome }) => `${id} ${outcome}`).join(', ')}`
    case 'timer':
      return `fires ${cause.kind} of ${cause.pageId}, number ${cause.epoch}${cause.late ? ', read long ago' : ''}`
    case 'source-silent':
      return `misses the monitor of ${cause.alertId}`
    case 'said': {
      const { type, ...rest } = cause.said
      const more = 'until' in rest ? { ...rest, until: clock(rest.until, from) } : rest
      return `hears ${JSON.stringify(cause.by)} say "${type}" to ${cause.incidentId} ${JSON.stringify(more)}`
    }
    case 'stray':
      return `hears ${JSON.stringify(cause.command)} about ${cause.pageId}`
    case 'rehearsal':
      return `tries ${JSON.stringify(cause.command)} on a page that nobody sees`
    case 'configured':
      return `takes a change: ${cause.what}, gone ${cause.gone.join(', ') || 'nobody'}, moved ${cause.moved.join(', ') || 'nothing'}`
    case 'finished':
      return `hears of ${cause.key}, try ${cause.attempt}: ${JSON.stringify(cause.answer)}${cause.ignored ? ', and leaves it to who holds it now' : ''}`
  }
}

function organisation({ people, schedules, policies, services, catchAll }: Org): string[] {
  const target = (one: Target) => (one.type === 'person' ? one.userId : one.scheduleId)
  const rungs = ({ rungs: all }: Policy) =>
    all.map((rung) => `[${rung.targets.map(target).join(' ') || 'nobody'}; ${rung.require}, ${rung.delayMinutes}m]`).join(' ')
  return [
    ...people.map(
      ({ id, timeZone, disabled, rules }) =>
        `${id}${disabled ? ', switched off' : ''} in ${timeZone}: ${rules.map((rule) => `${rule.contactId} +${rule.delayMinutes}m`).join(', ') || 'no way to be reached'}`,
    ),
    ...schedules.map(
      ({ id, timeZone, layers, overrides }) =>
        `${id} in ${timeZone}: ${JSON.stringify(layers[0]?.participants)} ${JSON.stringify(layers[0]?.rotation)} ${JSON.stringify(overrides)}`,
    ),
    ...policies.map(
      (one) => `${one.id} version ${one.version}: ${rungs(one)}, repeat ${one.repeat}, an answer holds ${one.ackTimeoutMinutes ?? '∞'}m`,
    ),
    ...services.map(
      ({ id, name, policyIndex, criticalPath, grouping }) =>
        `${id} "${name}"${criticalPath ? ', critical' : ''}: policy_${policyIndex}, ${JSON.stringify(grouping)}`,
    ),
    `the last resort: ${catchAll.map(target).join(' ') || 'nobody'}`,
  ]
}
