// The promises to people, read from the log and the calls alone, without any book of what ought to be.
import type { IncidentId, Instant } from '@muster/core/vocabulary.ts'
import type { Commit, Entry } from '../record.ts'
import { promise, told } from './broken.ts'

type Step = { at: Instant; type: string; body: Record<string, unknown>; passes: number }

export function readPromises(entries: readonly Entry[]): void {
  const commits = entries.filter((entry) => entry.type === 'commit')
  for (const steps of pagesOf(commits).values()) {
    climbsUpwards(steps)
    staysAnswered(steps)
  }
  for (const commit of commits) isHeard(commit)
  ringsOnce(entries)
}

/** The log of each page, with how many passes its ladder allows. */
function pagesOf(commits: readonly Commit[]): Map<unknown, Step[]> {
  const pages = new Map<unknown, Step[]>()
  for (const commit of commits) {
    if (commit.cause.type === 'rehearsal') continue
    for (const { type, at, body } of commit.lines) {
      const id = body['pageId']
      if (id === undefined) continue
      const passes = (commit.pages.find((page) => page.id === id)?.policy.repeat ?? 0) + 1
      const steps = pages.get(id) ?? []
      steps.push({ at, type, body, passes })
      pages.set(id, steps)
    }
  }
  return pages
}

/** Within one climb people are woken rung by rung, upwards, in at most repeat + 1 passes; then it is used up, once. */
function climbsUpwards(steps: readonly Step[]): void {
  let [climb, highest, over]: [unknown, number, boolean] = [0, -1, false]
  for (const step of steps) {
    const { type, body } = step
    if (type !== 'page.rung-entered' && type !== 'page.exhausted') continue
    if (body['climb'] !== climb) [climb, highest, over] = [body['climb'], -1, false]
    promise(!over, 'a ladder is used up once, and then climbed no further', step, () => told(step))
    over = type === 'page.exhausted'
    if (over) continue
    const [pass, rung] = [Number(body['pass']), Number(body['rung'])]
    promise(pass * 100 + rung > highest, 'a ladder is climbed upwards', step, () => told(step))
    promise(pass >= 1 && pass <= step.passes, 'a ladder is climbed repeat + 1 times, no more', step, () => told(step))
    highest = pass * 100 + rung
  }
}

const answers = ['page.acknowledged', 'page.snoozed', 'page.ended']
const undoes = [
  'page.acknowledgement-elapsed',
  'page.snooze-ended',
  'page.escalated',
  'page.help-asked',
  'page.declined',
  'page.person-removed',
  'page.policy-changed',
]

/** Once answered, a page wakes nobody until the answer runs out or is taken back; once over, never. */
function staysAnswered(steps: readonly Step[]): void {
  let answered = false
  let over = false
  for (const step of steps) {
    if (step.type === 'page.ended') over = true
    if (answers.includes(step.type)) answered = true
    else if (undoes.includes(step.type)) answered = false
    const wakes = step.type === 'page.rung-entered' || step.type === 'page.unowned'
    promise(!(wakes && (answered || over)), 'an answered page wakes nobody', step, () => told(step))
  }
}

/** An incident that pages has called somebody, or says that nobody has it, in the same breath. */
function isHeard(commit: Commit): void {
  const said = (type: string, incidentId: IncidentId) => commit.lines.some((line) => line.type === type && line.incidentId === incidentId)
  for (const { type, incidentId } of commit.lines) {
    if (type !== 'incident.opened' && type !== 'incident.reopened') continue
    const heard =
      said('incident.not-paged', incidentId) ||
      (said('page.started', incidentId) && (said('page.rung-entered', incidentId) || said('page.unowned', incidentId)))
    promise(heard, 'every incident wakes somebody, or says why not', commit, () => told(commit.lines))
  }
}

/** On a night without trouble, each key rings once. */
function ringsOnce(entries: readonly Entry[]): void {
  if (
    entries.some(
      (entry) =>
        entry.type === 'trouble' || (entry.type === 'commit' && entry.cause.type === 'finished' && entry.cause.answer.type === 'retry'),
    )
  )
    return
  const rang = new Set<string>()
  for (const entry of entries) {
    if (entry.type !== 'provider' || entry.did !== 'rang') continue
    promise(!rang.has(entry.key), 'without trouble nobody is rung twice for one thing', entry, () => entry.key)
    rang.add(entry.key)
  }
}
