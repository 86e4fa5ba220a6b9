// What somebody reads whom the watchdog wakes: what is wrong, since when, what it means for them, and what to do.
import { clip, clockTime, SHORT_LIMIT } from '../page/message.ts'
import { MINUTE, type Instant } from '../vocabulary.ts'
import { ROUND_MS, type Outage, type Trouble } from './watch.ts'

export type OutageWords = {
  outage: Outage
  /** Where people find the server. */
  publicUrl: string
  organisation: string
  timeZone: string
  round: number
  attempt: number
  /** When the list was written that says who is on call. */
  listedAt: Instant
}

export type Words = { short: string; title: string; body: string }

/** Nobody has judged how bad it is, but while it lasts nothing else can wake anybody. */
export const SEVERITY = 'SEV1'

const HEAD = '▲ SEV1 Muster'

const said: Record<Trouble, { short: string; long: string; now: string; todo: string }> = {
  silent: {
    short: 'no answer',
    long: 'Muster itself does not answer',
    now: 'Start it again',
    todo: 'Look at the machine it runs on and at its log, and start it again on the same data folder.',
  },
  database: {
    short: 'its database does not answer',
    long: "Muster runs, but its database doesn't answer",
    now: 'See to the database',
    todo: 'See that the database runs and that its disk is not full. Muster goes on by itself when the database is back.',
  },
  late: {
    short: 'its engine is stuck',
    long: 'Muster runs, but its engine is stuck',
    now: 'Read its log',
    todo: "Read the server's log and look at its database; if you find nothing, restart the server: nothing it accepted is lost.",
  },
}

export function pageWords(words: OutageWords): Words {
  const { outage, publicUrl, organisation, timeZone, round, attempt, listedAt } = words
  const { short, long, now, todo } = said[outage.trouble]
  const since = clockTime(outage.startedAt, timeZone)
  const lead = `${HEAD}: ${short} since ${since}`
  const tail = `. Pages may not go out. ${now}, and watch your monitors.${attempt > 1 ? ' May be a repeat.' : ''}`
  return {
    short: `${lead} (${clip(hostOf(publicUrl), SHORT_LIMIT - lead.length - tail.length - 3)})${tail}`,
    title: `${HEAD}${round > 1 ? ' still' : ''}: ${short}, pages may not go out`,
    body: [
      `${long}: ${publicUrl}, since ${since} (${timeZone}).`,
      'Alerts may be waking nobody. Watch your monitors yourself until it is back.',
      todo,
      `The watchdog woke you for ${organisation}. It calls again every ${ROUND_MS / MINUTE} minutes, and says when Muster is back.`,
      ...(outage.startedAt - listedAt > 10 * MINUTE ? [`Its list of who is on call is from ${day(listedAt, timeZone)}.`] : []),
    ].join('\n'),
  }
}

/** `atLast` is when it answered again. */
export function backWords({ outage, publicUrl, timeZone }: Pick<OutageWords, 'outage' | 'publicUrl' | 'timeZone'>, atLast: Instant): Words {
  const [from, to] = [clockTime(outage.startedAt, timeZone), clockTime(atLast, timeZone)]
  const title = `Muster is back since ${to}: it was away from ${from}`
  return {
    title,
    short: clip(`${title} (${clip(hostOf(publicUrl), 40)}). Look at what fired meanwhile.`, SHORT_LIMIT),
    body: `Muster is back: ${publicUrl} answers again since ${to} (${timeZone}). It was away from ${from}.\nPages go out again. Look at what fired meanwhile.`,
  }
}

function day(at: Instant, timeZone: string): string {
  return `${Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString()}, ${clockTime(at, timeZone)}`
}

function hostOf(publicUrl: string): string {
  return publicUrl.replace(/^https?:\/\//, '')
}
