// Every kind of log entry has its sentence, and a kind nobody knows yet has one too.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ann, ben, monitor, T0, user } from '../page/fixture.ts'
import { MINUTE, type UserId } from '../vocabulary.ts'
import { byWhom, says } from './says.ts'

const nameOf = (userId: UserId) => (userId === ann ? 'Ann' : userId === ben ? 'Ben' : 'somebody who has left')
const told = (type: string, body: Record<string, unknown>) => says({ at: T0, type, body }, nameOf)
const by = { type: 'user', id: ann, name: 'Ann' }

describe('[BX-01] a log entry is one sentence', () => {
  it.each<[string, string, Record<string, unknown>]>([
    [
      'page.rung-entered',
      'Called Ann and Ben, on rung 1. The next rung is due in 5 min.',
      { rung: 0, pass: 1, people: [ann, ben], nextAt: T0 + 5 * MINUTE },
    ],
    [
      'page.rung-entered',
      'Called Ann, on rung 2 in round 3. The next rung is due in 30 s.',
      { rung: 1, pass: 3, people: [ann], nextAt: T0 + 30_000 },
    ],
    ['page.rung-empty', 'Passed over rung 2: nobody is on call for it.', { rung: 1, pass: 1, why: 'no-one-on-call' }],
    ['page.acknowledged', 'Ann acknowledged: the ladder stops.', { by, nextAt: null }],
    [
      'page.acknowledged',
      'Ann acknowledged: the ladder stops. If it is still open in 30 min, it asks again.',
      { by, nextAt: T0 + 30 * MINUTE },
    ],
    ['page.snoozed', 'Ann snoozed it for 3 h.', { by, until: T0 + 180 * MINUTE }],
    ['page.unowned', 'Called Ben as the last resort.', { people: [ben], why: 'exhausted' }],
    ['page.unowned', 'Nobody is left to call. This needs an owner.', { people: [], why: 'exhausted' }],
    ['page.exhausted', 'Nobody answered in 1 round.', { passes: 1 }],
    ['incident.opened', 'Opened as SEV1 by an alert from db1: disk full', { severity: 'SEV1', source: 'db1', summary: 'disk full' }],
    ['incident.resolved', 'Ann resolved it.', { by, why: 'by-hand' }],
    ['incident.resolved', 'Resolved: its alerts have cleared.', { by: monitor, why: 'alerts-cleared' }],
    ['incident.said', 'Ann saw: latency falls', { by, kind: 'saw', text: 'latency falls' }],
    ['incident.responder-asked', 'Ann asked Ben to join.', { by, userId: ben }],
    ['incident.linked', 'Ann linked it with #4, "Cards fail".', { by, number: 4, title: 'Cards fail', kind: 'related' }],
    ['incident.unlinked', 'Ann took away its link with #4, "Cards fail".', { by, number: 4, title: 'Cards fail', kind: 'related' }],
    [
      'incident.absorbed',
      'Ann merged #4, "Cards fail", into this one, with its 2 open alerts: same',
      { by, number: 4, title: 'Cards fail', alerts: 2, why: 'same' },
    ],
    [
      'incident.absorbed',
      'Ann merged #4, "Cards fail", into this one: same',
      { by, number: 4, title: 'Cards fail', alerts: 0, why: 'same' },
    ],
    ['cascade.declined', 'Ann said that #1, #2 are not to be treated as one with this.', { by, numbers: [1, 2] }],
    [
      'degradation.accepted',
      'Ann accepted that this stays degraded for 3 h: Reports are slow',
      { by, text: 'Reports are slow', until: T0 + 180 * MINUTE },
    ],
    ['degradation.lifted', 'Ann: what was accepted as degraded in entry 7 is so no more.', { by, of: 7, text: '' }],
    ['role.taken', 'Ben is Commander now, through #4.', { role: 'commander', name: 'Commander', who: ben, umbrella: 4 }],
    ['role.released', 'The role of Commander is vacant: it came through the umbrella.', { name: 'Commander', through: 'umbrella' }],
    ['delivery.accepted', 'The page for Ann was taken by ntfy, at try 2.', { channel: 'ntfy', kind: 'page', userId: ann, attempt: 2 }],
    [
      'delivery.failed-for-now',
      'Ann was not reached by ntfy: timed out. Tried again in 10 s.',
      { channel: 'ntfy', userId: ann, why: 'timed out', retryAt: T0 + 10_000 },
    ],
    [
      'delivery.cancelled',
      'Ann was not called by webhook: the page was answered.',
      { channel: 'webhook', userId: ann, why: 'acknowledged' },
    ],
    ['alert.joined', '4 more alerts: a, b, c …', { count: 4, keys: ['a', 'b', 'c', 'd'] }],
    ['alert.joined', '1 more alert: a', { count: 1, keys: ['a'] }],
    ['alert.source-silent', 'No word from the monitor about db1, 1 alert. This is not recovery.', { count: 1, source: 'db1' }],
    [
      'page.something-new',
      'Page something new: rung 1, why no-one-on-call.',
      { by, rung: 1, pageId: 'page_01H8XYZABC', why: 'no-one-on-call' },
    ],
  ])('%s: %s', (type, sentence, body) => {
    expect(told(type, body)).toBe(sentence)
  })

  it('a body that is not what it should be is told all the same', () => {
    for (const type of kinds()) expect(told(type, { rung: 'x', people: 7, by: null, nextAt: 'soon' })).toMatch(/\S/)
  })

  it('every kind of entry the product writes has a sentence of its own', () => {
    const generic = (type: string) => `${type.charAt(0).toUpperCase()}${type.slice(1).replace('.', ' ').replaceAll('-', ' ')}.`
    expect(kinds().filter((type) => told(type, {}) === generic(type))).toEqual([])
    expect(kinds().length).toBeGreaterThan(30)
  })
})

describe('who did it', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['Ann', 'page.acknowledged', { by }],
    ['ci', 'page.acknowledged', { by: { type: 'token', name: 'ci' } }],
    ['prometheus', 'incident.resolved', { by: monitor }],
    ['Muster', 'page.ended', { by: { type: 'system' } }],
    ['Muster', 'page.rung-entered', {}],
    ['Ben', 'delivery.seen', { userId: ben }],
    ['Ann', 'page.acknowledged', { by: user(ann) }],
  ])('%s, of %s', (name, type, body) => {
    const lower = byWhom({ type, body }, nameOf)
    expect(lower.toLowerCase()).toBe(name.toLowerCase())
  })
})

/** Read off the sources: what is recorded, and what a page can say. */
function kinds(): string[] {
  const packages = path.join(import.meta.dirname, '../../..')
  const found = [
    ...files(path.join(packages, 'server/src')),
    path.join(packages, 'core/src/page/page.ts'),
    path.join(packages, 'core/src/incident/handle.ts'),
  ]
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const text = readFileSync(file, 'utf8')
      const recorded = [...text.matchAll(/record\(\s*\w+,\s*'([a-z]+\.[a-z-]+)'/g)]
      const events = file.includes('core') ? [...text.matchAll(/type: '((?:page|incident)\.[a-z-]+)'; at/g)] : []
      return [...recorded, ...events].map((match) => match[1] ?? '')
    })
  return [...new Set([...found, 'alert.joined', 'alert.cleared'])]
}

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const full = path.join(folder, name)
    return statSync(full).isDirectory() ? files(full) : [full]
  })
}
