// What it is to depart from the protocol, kind by kind: each from one entry of a log, or one duty as it stands.
import { MINUTE, type Instant, type ResponseClass } from '../vocabulary.ts'
import type { Fact } from './facts.ts'
import type { Obligation } from './owed.ts'
import type { Pack } from './pack.ts'
import type { Reading } from './read.ts'

type Common = { number: number; about: string; says: string; reason: string | null }

export type Departure =
  /** `byMinutes`: how late it was done; null: it was not done. */
  | (Common & { kind: 'late'; of: ResponseClass; byMinutes: number | null })
  | (Common & { kind: 'waived'; of: ResponseClass })
  /** Minutes after the opening. */
  | (Common & { kind: 'phase-early' | 'phase-late'; phase: string; atMinutes: number })
  | (Common & { kind: 'column' | 'step-failed' | 'step-skipped' | 'step-confusing' | 'deviation' | 'snooze' })

type From = { number: number; pack: Pack; reading: Reading }

export function dutyLate({ number, reading }: From, { duty, says, state, dueAt, doneAt }: Obligation): Departure | null {
  if (state !== 'late' && state !== 'overdue') return null
  const byMinutes = doneAt === null ? null : (doneAt - dueAt) / MINUTE
  return { kind: 'late', number, about: duty, says: `${quoted(says)} was late`, reason: null, of: reading.class, byMinutes }
}

export function dutyWaived({ number, reading, pack }: From, { body }: Fact): Departure {
  const [about = ''] = textOf(body['duty']).split('#')
  const says = pack.duties.find(({ id }) => id === about)?.says ?? about
  return { kind: 'waived', number, about, says: `${quoted(says)} was waived`, reason: reasonOf(body['why']), of: reading.class }
}

export function columnOverridden({ number, pack }: From, { body }: Fact): Departure {
  const about = textOf(body['column'])
  const name = pack.columns.find(({ id }) => id === about)?.name ?? ''
  return { kind: 'column', number, about, says: `Column ${about}, ${name}, was chosen by hand`, reason: reasonOf(body['why']) }
}

/** The first phase has no before; one entered in its own minute is on time. */
export function phaseMoved({ number, pack }: From, { body, observedAt }: Fact, opened: Instant): Departure | null {
  const phase = pack.phases.find(({ id }) => id === body['phase'])
  if (phase === undefined) return null
  const atMinutes = (observedAt - opened) / MINUTE
  if (Math.abs(atMinutes - phase.fromMinutes) < 1) return null
  const isEarly = atMinutes < phase.fromMinutes
  const kind = isEarly ? 'phase-early' : 'phase-late'
  const says = `${phase.name} was entered ${isEarly ? 'before' : 'after'} its time`
  return { kind, number, about: phase.id, phase: phase.id, says, reason: reasonOf(body['why']), atMinutes }
}

const OUTCOMES = { failed: 'step-failed', skipped: 'step-skipped', confusing: 'step-confusing' } as const
const WORDS = { failed: 'failed', skipped: 'was skipped', confusing: 'was confusing' } as const

export function stepTaken({ number }: From, { body }: Fact): Departure | null {
  const outcome = textOf(body['outcome'])
  if (!isDeparture(outcome)) return null
  const about = textOf(body['step'])
  return { kind: OUTCOMES[outcome], number, about, says: `Step ${quoted(about)} ${WORDS[outcome]}`, reason: reasonOf(body['text']) }
}

const isDeparture = (outcome: string): outcome is keyof typeof OUTCOMES => outcome in OUTCOMES

export function deviationCalled({ number, pack }: From, { body }: Fact): Departure {
  const about = textOf(body['deviation'])
  const name = pack.deviations.find(({ id }) => id === about)?.name ?? about
  return { kind: 'deviation', number, about, says: `${quoted(name)} was called`, reason: reasonOf(body['text']) }
}

export const snoozed = ({ number }: From): Departure => ({
  kind: 'snooze',
  number,
  about: 'pages',
  says: 'Pages were snoozed',
  reason: null,
})

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const quoted = (text: string): string => `“${text.replace(/\.$/, '')}”`

function reasonOf(value: unknown): string | null {
  const reason = textOf(value).trim()
  return reason === '' ? null : reason
}
