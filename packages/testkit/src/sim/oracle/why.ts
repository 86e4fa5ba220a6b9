// "Why was I (not) paged?" told a second time, from what was done instead of from the log, and compared with what the product says.
import { why, type LogLine, type Why } from '@muster/core/why/why.ts'
import type { IncidentId, Instant, UserId } from '@muster/core/vocabulary.ts'
import type { Person } from '@muster/core/page/directory.ts'
import type { Commit, Line, Night, Planned } from '../record.ts'
import { Broken, promise, told } from './broken.ts'
import type { Violation } from './oracle.ts'

type Step = { line: Line; commit: Commit }
type Telling = { steps: readonly Step[]; person: Person; rows: ReadonlyMap<string, Planned> }

/** The first person who is told something that is not so; null when everybody is told the truth. */
export function judgeWhy({ entries }: Night): Violation | null {
  const [first] = entries
  if (first?.type !== 'organisation') return null
  const commits = entries.filter((entry) => entry.type === 'commit')
  const rows = new Map(commits.flatMap((commit) => commit.planned.map((row) => [row.key, row] as const)))
  const incidents = new Map<IncidentId, Step[]>()
  for (const commit of commits) for (const line of commit.lines) keep(incidents, { line, commit })
  try {
    for (const steps of incidents.values()) for (const person of first.org.people) compare({ steps, person, rows })
    return null
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    return { promise: error.promise, at: error.at, detail: error.message, entry: entries.length }
  }
}

function keep(incidents: Map<IncidentId, Step[]>, step: Step): void {
  const steps = incidents.get(step.line.incidentId)
  if (steps === undefined) incidents.set(step.line.incidentId, [step])
  else steps.push(step)
}

const clock = (at: Instant) => `#${at}`

function compare(telling: Telling): void {
  const { steps, person } = telling
  const log = steps.map(({ line }, index): LogLine => ({ ...line, seq: index + 1 }))
  const { paged, sentence } = why(log, person.id, { name: person.name, clock, nameOf: (userId: UserId) => userId })
  const must = tell(telling)
  promise(
    paged === must.paged && sentence === must.sentence,
    'everybody is told truly why they were, or were not, called',
    { at: log.at(-1)?.at ?? 0 },
    () => `${steps[0]?.line.incidentId ?? ''}: ${told({ paged, sentence })}, not ${told(must)}`,
  )
}

/** What became of this person's calls, from what providers said. */
function heardOf({ steps, person, rows }: Telling) {
  return steps.flatMap(({ line, commit: { cause, at } }) => {
    const ended = cause.type === 'finished' && !cause.ignored && /^delivery\.(accepted|failed)/.test(line.type)
    const row = ended ? rows.get(String(line.body['key'])) : undefined
    const own = row?.userId === person.id && row.incidentId === line.incidentId
    return own && cause.type === 'finished' ? [{ at, row, answer: cause.answer }] : []
  })
}

function tell(telling: Telling): Pick<Why, 'paged' | 'sentence'> {
  const { name } = telling.person
  const called = calledFirst(telling)
  if (called === null) return { paged: false, sentence: `${name} was not paged: ${whyNot(telling)}.` }
  const taken = heardOf(telling).find(({ row, answer }) => row.kind === 'page' && answer.type === 'delivered')
  const accepted =
    taken === undefined ? null : `; ${taken.row.channel} accepted the message at ${clock(taken.at)}, and no answer came from them`
  const ending = answeredBy(telling) ?? accepted ?? lost(telling) ?? over(telling, called.index) ?? '; their message waits for its time'
  return { paged: taken !== undefined, sentence: `${name} was called at ${clock(called.at)} ${called.how}${ending}.` }
}

type Called = { at: Instant; how: string; index: number }

/** When they first stood in a rung's row, or else in the last resort's. */
function calledFirst({ steps, person }: Telling): Called | null {
  let last: Called | null = null
  for (const [index, { line, commit }] of steps.entries()) {
    const { people, rung, pass } = line.body
    if (!Array.isArray(people) || !people.includes(person.id)) continue
    if (line.type === 'page.rung-entered') return { at: commit.at, how: `on rung ${Number(rung) + 1}, pass ${Number(pass)}`, index }
    last ??= { at: commit.at, how: 'as the last resort, because nobody on the ladder answered', index }
  }
  return last
}

function answeredBy({ steps, person }: Telling): string | null {
  const answer = steps.find(({ commit: { cause }, line }) => {
    const theirs = cause.type === 'said' && cause.by.type === 'user' && cause.by.id === person.id && cause.said.type === 'acknowledge'
    return theirs && line.type.endsWith('acknowledged')
  })
  return answer === undefined ? null : `, and answered at ${clock(answer.commit.at)}`
}

function lost(telling: Telling): string | null {
  const last = heardOf(telling).findLast(({ answer }) => answer.type !== 'delivered')?.answer
  return last === undefined || last.type === 'delivered' ? null : `, but no message got through: ${last.why}`
}

function over({ steps }: Telling, since: number): string | null {
  const end = steps.find(({ line }, index) => index > since && (line.type === 'page.acknowledged' || line.type === 'page.ended'))
  return end === undefined ? null : `, but the page was over at ${clock(end.commit.at)}, before any message had to be sent`
}

function whyNot({ steps }: Telling): string {
  const first = (type: string) => steps.find(({ line }) => line.type === type)?.commit.at
  const started = first('page.started') !== undefined
  if (!started) return first('incident.not-paged') === undefined ? 'this incident has paged nobody' : 'SEV3 waits for business hours'
  const [answered, resolved] = [first('page.acknowledged'), first('incident.resolved')]
  if (answered !== undefined) return `the page was answered at ${clock(answered)}, before it reached a rung with them on it`
  if (resolved !== undefined) return `the incident was resolved at ${clock(resolved)}, before the page reached a rung with them on it`
  return 'no rung reached so far names them or a schedule they are on call for'
}
