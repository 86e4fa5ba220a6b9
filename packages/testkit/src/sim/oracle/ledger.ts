// Reads every transaction of the night and says whether it wrote what had to follow, no more and no less.
import type { Page } from '@muster/core/page/page.ts'
import type { PageTimer } from '@muster/core/page/open.ts'
import type { Cause, Commit } from '../record.ts'
import { receive } from './alerts.ts'
import { caseOf, expectNothing, serviceOf, settle, type Book, type Case } from './book.ts'
import { promise, same, told } from './broken.ts'
import { configured, sceneOf, toldTo } from './cases.ts'
import type { Climb, Expected } from './climb.ts'
import { readEnd } from './calls.ts'
import type { Post } from './letters.ts'
import { readLines } from './lines.ts'
import { readPlans } from './plans.ts'
import { elapse, stands, unreachable } from './sayings.ts'
import { rehearsed, strayed } from './strays.ts'
import type { Bound } from './troubles.ts'

export type Reading = { book: Book; post: Post; bound: Bound }

export function readCommit(reading: Reading, commit: Commit): void {
  const { book, post } = reading
  if (commit.cause.type === 'rehearsal') return rehearsed(book, commit, commit.cause)
  if (commit.cause.type === 'configured') book.org = commit.cause.org
  const out = expectNothing(book, commit.at)
  const before = new Map([...book.shown].map(([id, page]) => [id, page.epoch]))
  const refused = follow(reading, commit, out)
  promise(
    refused === commit.refused,
    'what cannot be done is refused, with its reason, and nothing else is',
    commit,
    () => `${told(commit.cause)} was answered with ${told(commit.refused)}, not ${told(refused)}`,
  )
  readLines(commit, out)
  readPlans(post, commit, out)
  for (const page of commit.pages) book.shown.set(page.id, page)
  for (const climb of [...out.touched, ...commit.pages.flatMap((page) => book.climbs.get(page.id) ?? [])]) readPage(book, climb, commit)
  for (const incident of commit.incidents) readCase(caseOf(book, incident.id), incident, commit)
  readAlerts(book, commit)
  readNumbers(book, before, commit)
}

/** Keeps the book in step with what happened; the reason it must have been refused, or null. */
function follow(reading: Reading, commit: Commit, out: Expected): string | null {
  const { book, post } = reading
  const { cause } = commit
  switch (cause.type) {
    case 'signals':
      decided(reading, cause, out)
      return null
    case 'timer':
      return fired(reading, cause, out)
    case 'source-silent': {
      const alert = [...book.alerts.values()].find((one) => one.id === cause.alertId)
      if (alert === undefined) return 'no such alert'
      promise(alert.endsAt !== null && alert.endsAt <= out.now, 'a monitor is silent only when its own promise has passed', commit, () =>
        told(alert),
      )
      alert.silentAt = out.now
      return null
    }
    case 'said':
      return toldTo(sceneOf(book, out, cause.incidentId), cause.by, cause.said)
    case 'configured':
      configured({ book, letters: post.live }, out, cause)
      return null
    case 'stray':
      return strayed(book, out, cause)
    case 'rehearsal':
      return null
    case 'finished': {
      const lost = readEnd(post, commit, cause)
      const climb = lost === null ? undefined : book.climbs.get(lost.pageId)
      if (lost !== null && climb !== undefined && stands(climb, lost)) unreachable(out, climb, lost.userId)
      settle(caseOf(book, cause.incidentId), out.now)
      return null
    }
  }
}

function decided({ book, bound }: Reading, cause: Extract<Cause, { type: 'signals' }>, out: Expected): void {
  const batch = { book, out, service: serviceOf(book, cause.serviceId) }
  for (const { id, outcome, at } of cause.signals) {
    const sent = book.sent.get(id)
    const moment = { at: out.now }
    promise(
      sent !== undefined && book.undecided.delete(id),
      'every accepted signal is decided exactly once',
      moment,
      () => `${id} was decided again, or never accepted`,
    )
    if (sent === undefined) continue
    promise(
      out.now <= bound(sent.receivedAt),
      'an accepted signal is decided in time',
      moment,
      () => `${id} waited since ${sent.receivedAt}`,
    )
    const expected = receive(batch, sent)
    promise(at === null || at === out.now, 'what is written says when it happened', moment, () => `${id} at ${at}`)
    promise(
      outcome === expected,
      'each signal means what its history says',
      moment,
      () => `${id} (${told(sent.signal)}) became "${outcome}", not "${expected}"`,
    )
  }
}

const moods: Record<PageTimer['kind'], Climb['mood']> = {
  'rung-elapsed': 'ringing',
  'acknowledgement-elapsed': 'answered',
  'snooze-elapsed': 'asleep',
}

function fired({ book, bound }: Reading, { pageId, kind, late }: Extract<Cause, { type: 'timer' }>, out: Expected): string | null {
  const climb = book.climbs.get(pageId)
  // One whose meaning has passed does nothing.
  if (late) return 'stale-timer'
  if (climb === undefined || climb.mood !== moods[kind] || climb.due === null) return 'stale-timer'
  const { due } = climb
  promise(due <= out.now, 'nothing is early', { at: out.now }, () => `${pageId} moved on, though it is due only at ${due}`)
  promise(
    out.now <= bound(due),
    'what is due happens in time',
    { at: out.now },
    () => `${pageId} was due at ${due}, and may be late until ${bound(due)}`,
  )
  elapse(out, climb)
  settle(caseOf(book, climb.incidentId), out.now)
  return null
}

const states: Record<Climb['mood'], Page['state']> = {
  new: 'waiting',
  ringing: 'climbing',
  answered: 'acknowledged',
  asleep: 'snoozed',
  spent: 'exhausted',
  over: 'ended',
}

function readPage(book: Book, climb: Climb, commit: Commit): void {
  const page = book.shown.get(climb.id)
  const { id, incidentId, role, policy, startedAt, unowned, round, pass, rung, due } = climb
  const calls = [...climb.people].map(([userId, state]) => ({ userId, state }))
  const held = climb.mood === 'answered' ? { by: climb.by, acknowledgedAt: climb.since } : climb.mood === 'asleep' ? { by: climb.by } : {}
  const must = {
    id,
    orgId: 'org_1',
    incidentId,
    role,
    policy,
    startedAt,
    state: states[climb.mood],
    nextAt: due,
    climb: round,
    pass,
    rung,
    calls,
    unowned,
    epoch: page?.epoch,
    ...held,
  }
  promise(
    same(page, must),
    'a page is shown as it is',
    commit,
    () => `after ${told(commit.cause)} it is shown as ${told(page)}, and is ${told(must)}`,
  )
}

function readCase(one: Case, shown: Commit['incidents'][number], commit: Commit): void {
  const { climbs: _, group: __, ...must } = one
  const { orgId: ___, number: ____, groupKey: _____, ...is } = shown
  promise(
    same(is, must),
    'an incident is shown as it is',
    commit,
    () => `after ${told(commit.cause)} it is shown as ${told(is)}, and is ${told(must)}`,
  )
}

function readAlerts(book: Book, commit: Commit): void {
  for (const alert of commit.alerts) {
    const latest = [...book.alerts.values()].find((one) => one.id === alert.id)
    // One that was followed by another of its key in the same batch is only known to be closed.
    promise(
      latest === undefined ? alert.status === 'closed' : same(alert, latest),
      'an alert is shown as it is',
      commit,
      () => `it is shown as ${told(alert)}, and is ${told(latest)}`,
    )
  }
}

/** A timer's number rises when its meaning changes, so that an old one can be known. */
function readNumbers(book: Book, before: ReadonlyMap<Page['id'], number>, commit: Commit): void {
  for (const { pageId, epoch } of commit.replaced) {
    const now = book.shown.get(pageId)?.epoch ?? 0
    promise(now > epoch, 'a timer that changed its meaning has another number', commit, () => `${pageId} still has ${now}`)
  }
  for (const page of commit.pages) {
    promise(page.epoch >= (before.get(page.id) ?? 0), 'a timer’s number never falls', commit, () => told(page))
  }
}
