// A rehearsal: a scripted incident, and what the protocol must say of it at given moments.
import { SECOND, type Instant } from '../vocabulary.ts'
import { fold, NOTHING, type LogEntry } from './facts.ts'
import type { Pack } from './pack.ts'
import type { Deadline, Obligation } from './owed.ts'
import { blocking, read, type Reading } from './read.ts'

export type Scripted = { atSeconds: number; type: string; body: Readonly<Record<string, unknown>> }

/** Only what is named is looked at; an obligation by its duty, with its state, and its owner where that is the point. */
export type Expected = {
  atSeconds: number
  phase?: string
  class?: string
  column?: string
  obligations?: Readonly<Record<string, Obligation['state'] | 'none'>>
  carried?: readonly string[]
  owners?: Readonly<Record<string, string>>
  guardrails?: readonly string[]
  advice?: readonly string[]
  /** The duties that stand before the incident can be resolved. */
  blocks?: readonly string[]
  /** The next thing that happens by itself. */
  next?: { atSeconds: number; act: Deadline['act']; duty: string }
}

export type Rehearsal = { name: string; startAt: Instant; log: readonly Scripted[]; expect: readonly Expected[] }

/** What differs, one line each; empty when the protocol says what the rehearsal wants. */
export function rehearse(pack: Pack, { startAt, log, expect }: Rehearsal): string[] {
  const entries = log.map(({ atSeconds, type, body }, index): LogEntry => ({
    seq: index + 1,
    at: startAt + atSeconds * SECOND,
    type,
    body,
  }))
  return expect.flatMap((moment) => {
    const now = startAt + moment.atSeconds * SECOND
    const known = entries.filter(({ at }) => at <= now)
    const reading = read(pack, fold(NOTHING, known), now)
    const found = reading === null ? [['incident', 'opened', 'not opened']] : differences(reading, moment, startAt)
    return found.map(([what, wanted, got]) => `at ${clock(moment.atSeconds)}: ${what} should be ${wanted}, and is ${got}`)
  })
}

function differences(reading: Reading, wanted: Expected, startAt: Instant): string[][] {
  const found: string[][] = []
  const same = (what: string, want: unknown, got: unknown) => {
    if (want !== undefined && JSON.stringify(want) !== JSON.stringify(got)) found.push([what, JSON.stringify(want), JSON.stringify(got)])
  }
  const last = (duty: string) => reading.obligations.findLast((one) => one.duty === duty)
  same('the phase', wanted.phase, reading.phase.id)
  same('the class', wanted.class, reading.class)
  same('the column', wanted.column, reading.column?.id ?? 'none')
  same(
    'what blocks its end',
    wanted.blocks?.toSorted(),
    blocking(reading, 'resolve')
      .map(({ duty }) => duty)
      .toSorted(),
  )
  for (const [duty, state] of Object.entries(wanted.obligations ?? {})) same(duty, state, last(duty)?.state ?? 'none')
  for (const [duty, who] of Object.entries(wanted.owners ?? {})) same(`who owes ${duty}`, who, last(duty)?.owner.who ?? 'nobody')
  same('what is carried over', wanted.carried?.toSorted(), carriedOf(reading))
  same(
    'what is held back',
    wanted.guardrails,
    reading.guardrails.map(({ id }) => id),
  )
  same(
    'the advice',
    wanted.advice,
    reading.advice.map(({ id }) => id),
  )
  const [next] = reading.deadlines
  if (wanted.next !== undefined)
    same('what comes next', wanted.next, next && { atSeconds: (next.at - startAt) / SECOND, act: next.act, duty: next.key.split('#')[0] })
  return found
}

const carriedOf = ({ obligations }: Reading): string[] =>
  obligations.flatMap(({ isCarried, state, duty }) => (isCarried && (state === 'due' || state === 'overdue') ? [duty] : [])).toSorted()

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
