// What must follow from a word that reaches a page it may not concern: mostly a refusal, with the right reason.
import type { Page, PageCommand } from '@muster/core/page/page.ts'
import type { Cause, Commit } from '../record.ts'
import { caseOf, expectNothing, settle, type Book } from './book.ts'
import { promise, same, told } from './broken.ts'
import { newClimb, type Climb, type Expected } from './climb.ts'
import { readLines } from './lines.ts'
import { isPlan } from './plans.ts'
import { begin, end, hear, remove, stands, takePolicy, unreachable } from './sayings.ts'

export function strayed(book: Book, out: Expected, { pageId, incidentId, command }: Extract<Cause, { type: 'stray' }>): string | null {
  const climb = book.climbs.get(pageId)
  if (climb === undefined) return 'no such page'
  const reason = reasonFor(out, climb, command)
  if (reason === null) settle(caseOf(book, incidentId), out.now)
  return reason
}

function reasonFor(out: Expected, climb: Climb, command: PageCommand): string | null {
  const over = climb.mood === 'over' ? 'page-ended' : null
  switch (command.type) {
    case 'start':
      return 'already-started'
    case 'rung-elapsed':
    case 'acknowledgement-elapsed':
    case 'snooze-elapsed':
      return 'stale-timer'
    case 'acknowledge':
    case 'escalate':
    case 'ask-for-help':
    case 'decline':
      return hear(out, climb, { type: command.type, pageId: climb.id }, command.by)
    case 'snooze':
      return hear(out, climb, { type: 'snooze', until: command.until, pageId: climb.id }, command.by)
    case 'undeliverable': {
      const place = `${command.climb}.${command.pass}.${command.rung}`
      if (climb.mood !== 'ringing' || place !== `${climb.round}.${climb.pass}.${climb.rung}`) return 'stale-timer'
      if (!stands(climb, { userId: command.userId, place })) return 'not-paged'
      unreachable(out, climb, command.userId)
      return null
    }
    case 'remove-person':
      if (over !== null) return over
      if ((climb.people.get(command.userId) ?? 'removed') === 'removed') return 'not-paged'
      remove(out, climb, command.userId)
      return null
    case 'change-policy':
      if (over !== null) return over
      if (command.policy.rungs.length === 0) return 'empty-policy'
      takePolicy(out, climb, command)
      return null
    case 'call-away':
      throw new Error('A night has nobody who is moved between incidents: scenarios/board.test.ts does.')
    case 'end':
      if (over !== null) return over
      end(out, climb, command.by)
      return null
  }
}

/** A page before its first rung knows one word only: start. */
export function rehearsed(book: Book, commit: Commit, { fresh, command }: Extract<Cause, { type: 'rehearsal' }>): void {
  const { id, incidentId, role, policy, startedAt } = fresh
  const climb = newClimb({ id, incidentId, role, policy, startedAt })
  const blank: Page = {
    id,
    orgId: 'org_1',
    incidentId,
    role,
    policy,
    startedAt,
    state: 'waiting',
    nextAt: null,
    climb: 0,
    pass: 0,
    rung: 0,
    epoch: 0,
    calls: [],
    unowned: false,
  }
  promise(same(fresh, blank) && startedAt === commit.at, 'a page is shown as it is', commit, () => `${told(fresh)}, not ${told(blank)}`)
  if (command.type !== 'start') {
    return promise(commit.refused === 'not-started', 'what cannot be done is refused, with its reason, and nothing else is', commit, () =>
      told(commit),
    )
  }
  const out = expectNothing(book, commit.at)
  begin(out, climb, command.skipRungs)
  readLines(commit, out)
  const planned = commit.planned.length === out.rows.length && commit.planned.every((row, index) => isPlan(row, out.rows[index]))
  promise(
    planned && commit.refused === null,
    'exactly the right people are called, each way once, in its time',
    commit,
    () => `${told(commit.planned)}, not ${told(out.rows)}`,
  )
}
