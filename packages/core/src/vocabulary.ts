// The words of the product: the same strings in TypeScript, SQL, API, CLI and on screen.

/** A moment as epoch milliseconds, UTC. Names of instants end in `At`. */
export type Instant = number

/** A length of time in milliseconds. Names carry the unit: `delayMs`, `waitMinutes`. */
export type Millis = number

export const SECOND: Millis = 1000
export const MINUTE: Millis = 60 * SECOND
export const HOUR: Millis = 60 * MINUTE
export const DAY: Millis = 24 * HOUR

type Branded<Prefix extends string> = `${Prefix}_${string}`

export type OrgId = Branded<'org'>
export type UserId = Branded<'user'>
export type ContactId = Branded<'contact'>
export type ServiceId = Branded<'service'>
export type IntegrationId = Branded<'integration'>
export type PolicyId = Branded<'policy'>
export type ScheduleId = Branded<'schedule'>
export type SignalId = Branded<'signal'>
export type AlertId = Branded<'alert'>
export type IncidentId = Branded<'incident'>
export type PageId = Branded<'page'>

/** How grave a monitor says a signal is (PagerDuty's four words; other sources map onto them). */
export const SIGNAL_SEVERITIES = ['critical', 'error', 'warning', 'info'] as const
export type SignalSeverity = (typeof SIGNAL_SEVERITIES)[number]

/** Who a brief of an incident is for. */
export const BRIEFS = ['handover', 'stakeholders', 'review'] as const

/** Four internal levels, worst first; an organisation may rename the labels, never the levels. */
export const SEVERITIES = ['SEV0', 'SEV1', 'SEV2', 'SEV3'] as const
export type Severity = (typeof SEVERITIES)[number]

/** What every rule binds to, so that renaming a severity changes no behaviour. */
export const RESPONSE_CLASSES = ['crisis', 'major', 'standard', 'business-hours'] as const
export type ResponseClass = (typeof RESPONSE_CLASSES)[number]

export const responseClassOf = {
  SEV0: 'crisis',
  SEV1: 'major',
  SEV2: 'standard',
  SEV3: 'business-hours',
} as const satisfies Record<Severity, ResponseClass>

/** What a severity is called by the protocol in force, and how gravely it is answered. */
export type Grade = { label: string; class: ResponseClass }

/** As long as no protocol says otherwise: the four levels. */
export const gradeOf = (severity: Severity): Grade => ({ label: severity, class: responseClassOf[severity] })

export const SHAPES: Readonly<Record<ResponseClass, string>> = { crisis: '◆', major: '▲', standard: '■', 'business-hours': '●' }

/** Beside the shape and the colour there is always a word: "SEV1 crisis"; "SEV1 high" has its own. */
export function gradeWords({ label, class: response }: Grade): string {
  return label.includes(' ') ? label : `${label} ${response.replace('-', ' ')}`
}

/** The ways a person can be reached in this version. */
export const CHANNELS = ['ntfy', 'email', 'webhook', 'webpush', 'console'] as const
export type ChannelName = (typeof CHANNELS)[number]

/** What somebody puts on an incident's log in their own words. */
export const SAID_KINDS = ['did', 'saw', 'decided', 'asked'] as const
export type SaidKind = (typeof SAID_KINDS)[number]

/** What is said most at night, for one tap. */
export const READY_WORDS: readonly { kind: SaidKind; text: string }[] = [
  { kind: 'did', text: 'I am looking into it.' },
  { kind: 'saw', text: 'Users are affected.' },
  { kind: 'saw', text: 'It seems to recover.' },
]

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A rule's answer when it will not do what was asked: a named reason, never a boolean. */
export type Refusal<Reason extends string> = { ok: false; reason: Reason }

export function refuse<const Reason extends string>(reason: Reason): Refusal<Reason> {
  return { ok: false, reason }
}
