// What people say to an incident and what is changed around it: what must follow for it and for its pages.
import type { Actor } from '@muster/core/page/page.ts'
import type { Policy } from '@muster/core/page/policy.ts'
import type { ServiceId, UserId } from '@muster/core/vocabulary.ts'
import type { Said } from '../record.ts'
import { caseOf, serviceOf, settle, type Book, type Case } from './book.ts'
import { newClimb, ringing, stop, type Climb, type Expected } from './climb.ts'
import type { Letter } from './letters.ts'
import { begin, end, hear, remove, takePolicy } from './sayings.ts'

export type Scene = { book: Book; out: Expected; one: Case }

export function openLadder({ book, out, one }: Scene, of: { policy: Policy; skip: number; role?: Climb['role'] }): void {
  book.made.page += 1
  const role = of.role ?? 'ladder'
  const climb = newClimb({ id: `page_${book.made.page}`, incidentId: one.id, role, policy: of.policy, startedAt: out.now })
  book.climbs.set(climb.id, climb)
  one.climbs.push(climb)
  const { name, version } = of.policy
  out.touched.add(climb)
  out.lines.push({
    incidentId: one.id,
    type: 'page.started',
    body: { pageId: climb.id, role, policy: name, policyVersion: version, skipRungs: of.skip },
  })
  begin(out, climb, of.skip)
  settle(one, out.now)
}

export function policyOf(book: Book, one: Case): Policy {
  const policy = book.org.policies[serviceOf(book, one.serviceId).policyIndex]
  if (policy === undefined) throw new Error('a service without a ladder')
  return policy
}

/** Three calls, five minutes apart. */
function justFor(userId: UserId, onExhausted: Policy['onExhausted']): Policy {
  const rungs: Policy['rungs'] = [{ delayMinutes: 5, targets: [{ type: 'person', userId }], require: 'any' }]
  return { id: 'policy_responder', version: 1, name: 'Asked to join', rungs, repeat: 2, ackTimeoutMinutes: null, onExhausted }
}

/** The reason it must be refused, or null. */
export function toldTo(scene: Scene, by: Actor, said: Said): string | null {
  const { book, one } = scene
  if (one.status === 'resolved') return 'already-resolved'
  switch (said.type) {
    case 'resolve':
      resolve(scene, by, 'by-hand')
      closeAlerts(scene)
      return null
    case 'reassign': {
      const policy = 'userId' in said.to ? justFor(said.to.userId, 'catch-all') : book.org.policies[said.to.policyIndex]
      if (policy === undefined) throw new Error('no such ladder')
      return otherLadder(scene, by, { policy, from: 'first-rung' })
    }
    case 'apply-policy':
      return otherLadder(scene, by, { policy: policyOf(book, one), from: 'same-rung' })
    case 'add-responder':
      return join(scene, by, said.userId)
    case 'acknowledge':
    case 'escalate':
    case 'ask-for-help':
    case 'decline':
    case 'snooze':
      return toPages(scene, by, said)
  }
}

function toPages({ out, one }: Scene, by: Actor, said: Parameters<typeof hear>[2]): string | null {
  const concerned = concernedBy(one, by, said)
  if (concerned.length === 0) return withoutPages(out, one, { by, said })
  const reasons = concerned.map((climb) => hear(out, climb, said, by))
  if (reasons.every((reason) => reason !== null)) return reasons.at(-1) ?? null
  settle(one, out.now)
  return null
}

/** One answer is an answer to every page of the incident that is calling the same person. */
function concernedBy(one: Case, by: Actor, { type, pageId }: Parameters<typeof hear>[2]): Climb[] {
  const live = one.climbs.filter((climb) => climb.mood !== 'over')
  const calls = (climb: Climb) => by.type === 'user' && climb.people.has(by.id)
  if (pageId === null) return live.filter((climb) => climb.role === 'ladder' || calls(climb))
  const named = live.filter((climb) => climb.id === pageId)
  if (type !== 'acknowledge' || named.length === 0) return named
  return [...named, ...live.filter((climb) => climb.id !== pageId && climb.mood === 'ringing' && calls(climb))]
}

function withoutPages(out: Expected, one: Case, { by, said }: { by: Actor; said: Parameters<typeof hear>[2] }): string | null {
  if (said.pageId !== null) return 'page-ended'
  if (said.type !== 'acknowledge') return 'nothing-to-escalate'
  if (one.status === 'acknowledged') return 'already-acknowledged'
  one.status = 'acknowledged'
  one.acknowledgedAt = out.now
  out.lines.push({ incidentId: one.id, type: 'incident.acknowledged', body: { by } })
  return null
}

export function resolve({ out, one }: Scene, by: Actor, why: 'by-hand' | 'alerts-cleared'): void {
  for (const climb of one.climbs) end(out, climb, by)
  one.status = 'resolved'
  one.resolvedAt = out.now
  out.lines.push({ incidentId: one.id, type: 'incident.resolved', body: { by, why } })
}

function closeAlerts({ book, out, one }: Scene): void {
  for (const alert of book.alerts.values()) {
    if (alert.incidentId !== one.id || alert.status !== 'open') continue
    alert.status = 'closed'
    alert.closedAt = out.now
  }
  one.openAlerts = 0
}

function otherLadder(scene: Scene, by: Actor, { policy, from }: { policy: Policy; from: 'first-rung' | 'same-rung' }): null {
  const ladder = scene.one.climbs.find((climb) => climb.role === 'ladder' && climb.mood !== 'over')
  if (ladder === undefined) openLadder(scene, { policy, skip: 0 })
  else takePolicy(scene.out, ladder, { policy, by, from })
  settle(scene.one, scene.out.now)
  return null
}

function join(scene: Scene, by: Actor, userId: UserId): string | null {
  const { out, one } = scene
  if (one.climbs.some((climb) => climb.mood === 'ringing' && ringing(climb).includes(userId))) return 'already-being-called'
  out.lines.push({ incidentId: one.id, type: 'incident.responder-asked', body: { userId, by } })
  openLadder(scene, { policy: justFor(userId, 'note'), skip: 0, role: 'responder' })
  return null
}

type Changed = { gone: readonly UserId[]; moved: readonly ServiceId[] }

/** Off the rung they are called on, or off one left behind that still has calls for them. */
function forget(out: Expected, climb: Climb, userId: UserId): void {
  if ((climb.people.get(userId) ?? 'removed') === 'removed') stop(out, climb, userId, 'removed')
  else remove(out, climb, userId)
}

/** Somebody was switched off, or a service got another ladder. */
export function configured({ book, letters }: { book: Book; letters: Iterable<Letter> }, out: Expected, { gone, moved }: Changed): void {
  const waiting = [...letters].filter((letter) => gone.includes(letter.userId)).map((letter) => letter.pageId)
  for (const one of book.cases.values()) {
    const live = one.climbs.filter((climb) => climb.mood !== 'over')
    const called = live.some((climb) => gone.some((userId) => climb.people.has(userId)) || waiting.includes(climb.id))
    for (const userId of called ? gone : []) live.forEach((climb) => forget(out, climb, userId))
    settle(one, out.now)
    const climbs = one.climbs.some((climb) => climb.role === 'ladder' && (climb.mood === 'ringing' || climb.mood === 'spent'))
    if (climbs && moved.includes(one.serviceId)) {
      otherLadder({ book, out, one }, { type: 'token', name: 'config' }, { policy: policyOf(book, one), from: 'first-rung' })
    }
  }
}

export function sceneOf(book: Book, out: Expected, incidentId: Case['id']): Scene {
  return { book, out, one: caseOf(book, incidentId) }
}
