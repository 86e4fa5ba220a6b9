// Everything that has a time, laid over each other: alerts, changes, what the outside did, what people did and said.
import { quotedIn } from '@muster/core/why/quoted.ts'
import type { Api } from '../../../api/client.ts'
import type { IncidentView, LogView } from '../view.ts'

export type Alert = Awaited<ReturnType<Api['incidents']['alerts']>>['items'][number]

/** `until` is given for what lasts; instants in milliseconds. */
export type Mark = { at: number; until: number | null; says: string }
export type Lane = { id: string; title: string; marks: readonly Mark[] }
export type Span = { from: number; to: number }

export const SPANS = ['hour', 'all', 'day'] as const
export type SpanName = (typeof SPANS)[number]

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** What led to it mostly stands shortly before it; of a young incident as much is shown as it is old, and no less than this. */
const BEFORE = 30 * MINUTE
const LEAST_BEFORE = 10 * MINUTE

type Given = {
  incident: Pick<IncidentView, 'openedAt' | 'resolvedAt' | 'recentChanges'>
  alerts: readonly Alert[]
  log: readonly LogView[]
  now: number
}

/** Which entries of the log stand in which lane; what is in none of them is in the story. */
const LANES: readonly { id: string; title: string; types: readonly string[] }[] = [
  {
    id: 'changes',
    title: 'Changes',
    types: ['change.made', 'change.undone', 'change.worsened', 'rollback.failed', 'workaround.applied', 'run.step'],
  },
  { id: 'outside', title: 'Outside and readings', types: ['reading.changed', 'source.silent', 'source.back', 'source.conflict'] },
  {
    id: 'found',
    title: 'Found and decided',
    types: [
      'finding.noted',
      'hypothesis.stated',
      'hypothesis.settled',
      'decision.made',
      'impact.noted',
      'deviation.invoked',
      'severity.changed',
    ],
  },
  { id: 'people', title: 'People', types: ['page.acknowledged', 'role.taken', 'ask.sent', 'ask.accepted', 'page.help-asked'] },
  { id: 'told', title: 'Told', types: ['update.sent'] },
]

export function lanesOf({ incident, alerts, log, now }: Given): Lane[] {
  const quoted = quotedIn(log)
  const markOf = (entry: LogView): Mark => ({ at: observedAt(entry), until: null, says: quoted(entry) })
  const written = LANES.map(({ id, title, types }) => ({
    id,
    title,
    marks: log.filter((entry) => types.includes(entry.type) && laneOf(entry) === id).map(markOf),
  }))
  const outside = log.filter((entry) => laneOf(entry) === 'outside' && entry.type === 'finding.noted').map(markOf)
  const changes = incident.recentChanges.map(({ at, summary }) => ({ at: Date.parse(at), until: null, says: summary }))
  const bars = alerts.map(({ openedAt, closedAt, summary }) => ({
    at: Date.parse(openedAt),
    // The minute on the clock may be one before that of the alert.
    until: closedAt === null ? Math.max(now, Date.parse(openedAt)) : Date.parse(closedAt),
    says: summary,
  }))
  const more: Readonly<Record<string, readonly Mark[]>> = { changes, outside }
  return [
    { id: 'alerts', title: 'Alerts', marks: bars.toSorted(byTime) },
    ...written.map((lane) => ({ ...lane, marks: [...lane.marks, ...(more[lane.id] ?? [])].toSorted(byTime) })),
  ]
}

/** A finding about a vendor is what the outside did. */
function laneOf({ type, body }: LogView): string {
  if (type === 'finding.noted' && body['about'] === 'vendor') return 'outside'
  return LANES.find(({ types }) => types.includes(type))?.id ?? ''
}

const observedAt = ({ at, body }: LogView): number => (typeof body['observedAt'] === 'number' ? body['observedAt'] : Date.parse(at))

const byTime = (a: Mark, b: Mark): number => a.at - b.at

export function spanOf(name: SpanName, { incident, now }: Pick<Given, 'incident' | 'now'>): Span {
  const opened = Date.parse(incident.openedAt)
  const to = incident.resolvedAt === null ? now : Math.min(now, Date.parse(incident.resolvedAt) + BEFORE)
  if (name === 'hour') return { from: to - HOUR, to }
  const before = name === 'day' ? 24 * HOUR : Math.min(BEFORE, Math.max(LEAST_BEFORE, to - opened))
  return { from: opened - before, to: Math.max(to, opened + MINUTE) }
}

/** Where it stands between the ends, in per cent; what began before or ends after is cut off there. Null: nothing of it is in sight. */
export function placeOf({ at, until }: Mark, { from, to }: Span): { left: number; width: number } | null {
  const end = until ?? at
  if (end < from || at > to) return null
  const percent = (instant: number) => ((Math.min(Math.max(instant, from), to) - from) / (to - from)) * 100
  return { left: percent(at), width: percent(end) - percent(at) }
}

/** What is so close that it could not be told apart is one mark with a number. */
const CLOSE_PERCENT = 1.5

export type Drawn = { left: number; width: number; count: number; says: string }

export function drawn({ marks }: Lane, span: Span): Drawn[] {
  const found: Drawn[] = []
  for (const mark of marks) {
    const place = placeOf(mark, span)
    if (place === null) continue
    const before = found.at(-1)
    if (mark.until === null && before !== undefined && place.left - before.left < CLOSE_PERCENT) before.count += 1
    else found.push({ ...place, count: 1, says: mark.says })
  }
  return found
}

/** What happened around a moment, and what lasted over it. */
export function around(lanes: readonly Lane[], { from, to }: Span, moment: number): { lane: string; mark: Mark }[] {
  const near = Math.max(MINUTE, (to - from) / 40)
  return lanes
    .flatMap(({ title, marks }) => marks.map((mark) => ({ lane: title, mark })))
    .filter(({ mark: { at, until } }) => (until === null ? Math.abs(at - moment) <= near : at <= moment + near && until >= moment - near))
    .toSorted((a, b) => byTime(a.mark, b.mark))
}
