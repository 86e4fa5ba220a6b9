// "Why was I (not) paged?": each sentence the log can lead to, and the receipt of each hop.
import { describe, expect, it } from 'vitest'
import { ann, ben, user } from '../page/fixture.ts'
import type { UserId } from '../vocabulary.ts'
import { why, type LogLine, type WhyOptions } from './why.ts'

const options: WhyOptions = {
  name: 'Ann',
  clock: (at) => `03:${String(at).padStart(2, '0')}`,
  nameOf: (userId) => (userId === ben ? 'Ben' : 'somebody'),
}

type Line = [at: number, type: string, body?: Record<string, unknown>]

const log = (...lines: Line[]): LogLine[] => lines.map(([at, type, body = {}], index) => ({ seq: index + 1, at, type, body }))
const told = (...lines: Line[]) => why(log(...lines), ann, options)

const committed: Line = [0, 'signal.committed']
const started: Line = [0, 'page.started']
const rungOf = (at: number, people: UserId[], place: { pass: number; rung: number } = { pass: 1, rung: 0 }): Line => [
  at,
  'page.rung-entered',
  { climb: 1, ...place, people },
]
const accepted = (at: number, of: Record<string, unknown> = {}): Line => [
  at,
  'delivery.accepted',
  { userId: ann, kind: 'page', channel: 'ntfy', attempt: 1, handedOffAt: at, ...of },
]
const answered = (at: number, by: unknown): Line => [at, 'page.acknowledged', { by }]

describe('[BX-01] a test reaches nobody, so nobody was called', () => {
  const opened: Line = [0, 'incident.opened', { origin: 'test' }]

  it.each<[string, Line[]]>([
    ['Ann would have been called at 03:00 on rung 1, pass 1: a test reaches nobody.', [opened, started, rungOf(0, [ann])]],
    [
      'Ann would have been called at 03:00 on rung 1, pass 1, and answered at 03:02: a test reaches nobody.',
      [opened, started, rungOf(0, [ann]), answered(2, user(ann))],
    ],
    [
      'Ann would not have been paged: no rung reached so far names them or a schedule they are on call for. It is a test, and a test reaches nobody.',
      [opened, started, rungOf(0, [ben])],
    ],
  ])('%s', (sentence, lines) => {
    expect(told(...lines)).toMatchObject({ sentence, paged: false })
  })

  it('and its receipts say so', () => {
    expect(told(opened, started, rungOf(0, [ann])).receipts).toEqual([
      { at: 0, hop: 'decided', detail: 'would have been called on rung 1' },
    ])
  })
})

describe('[BX-01] somebody who was called is told', () => {
  it.each<[string, Line[], boolean]>([
    [
      'Ann was called at 03:00 on rung 1, pass 1, and answered at 03:02.',
      [started, rungOf(0, [ann]), accepted(1), answered(2, user(ann))],
      true,
    ],
    [
      'Ann was called at 03:00 on rung 1, pass 1, and answered at 03:02.',
      [started, rungOf(0, [ann, ben]), accepted(1), [2, 'page.partly-acknowledged', { by: user(ann), userId: ann }]],
      true,
    ],
    [
      'Ann was called at 03:10 on rung 2, pass 3; ntfy accepted the message at 03:11, and no answer came from them.',
      [started, rungOf(0, [ben]), rungOf(10, [ann], { pass: 3, rung: 1 }), accepted(11), accepted(12, { channel: 'email' })],
      true,
    ],
    [
      'Ann was called at 03:00 on rung 1, pass 1; ntfy accepted the message at 03:01, and no answer came from them.',
      [started, rungOf(0, [ann]), accepted(1), answered(4, user(ben))],
      true,
    ],
    [
      'Ann was called at 03:00 on rung 1, pass 1, but no message got through: no such topic.',
      [
        started,
        rungOf(0, [ann]),
        [1, 'delivery.failed-for-now', { userId: ann, why: 'busy' }],
        [2, 'delivery.failed', { userId: ann, why: 'no such topic' }],
        [3, 'delivery.failed', { userId: ben, why: 'another’s' }],
      ],
      false,
    ],
    [
      'Ann was called at 03:00 on rung 1, pass 1, but the page was over at 03:01, before any message had to be sent.',
      [started, rungOf(0, [ann]), answered(1, user(ben))],
      false,
    ],
    [
      'Ann was called at 03:00 on rung 1, pass 1, but the page was over at 03:01, before any message had to be sent.',
      [started, rungOf(0, [ann]), [1, 'page.ended', { by: user(ben) }]],
      false,
    ],
    ['Ann was called at 03:00 on rung 1, pass 1; their message waits for its time.', [started, rungOf(0, [ann])], false],
    [
      'Ann was called at 03:40 on rung 1, pass 1; their message waits for its time.',
      [started, rungOf(0, [ben]), answered(2, user(ben)), [32, 'page.acknowledgement-elapsed'], rungOf(40, [ann])],
      false,
    ],
    [
      'Ann was called at 03:15 as the last resort, because nobody on the ladder answered; ntfy accepted the message at 03:16, and no answer came from them.',
      [started, rungOf(0, [ben]), [15, 'page.unowned', { people: [ann] }], accepted(16)],
      true,
    ],
    [
      'Ann was called at 03:00 on rung 1, pass 1; their message waits for its time.',
      [started, rungOf(0, [ann]), accepted(1, { kind: 'notice' }), accepted(1, { userId: ben })],
      false,
    ],
  ])('%s', (sentence, lines, paged) => {
    expect(told(committed, ...lines)).toMatchObject({ sentence, paged })
  })
})

describe('[BX-01] somebody who was not is told', () => {
  it.each<[string, Line[]]>([
    ['Ann was not paged: this incident has paged nobody.', []],
    ['Ann was not paged: SEV3 waits for business hours.', [[0, 'incident.not-paged', { why: 'SEV3 waits for business hours' }]]],
    [
      'Ann was not paged: the page was answered at 03:02, before it reached a rung with them on it.',
      [started, rungOf(0, [ben]), answered(2, user(ben)), [9, 'incident.resolved']],
    ],
    [
      'Ann was not paged: the incident was resolved at 03:03, before the page reached a rung with them on it.',
      [started, rungOf(0, [ben]), [3, 'page.ended', {}], [3, 'incident.resolved']],
    ],
    ['Ann was not paged: no rung reached so far names them or a schedule they are on call for.', [started, rungOf(0, [ben])]],
    [
      'Ann was not paged: no rung reached so far names them or a schedule they are on call for.',
      [
        [0, 'incident.not-paged', { why: 'SEV3 waits for business hours' }],
        started,
        rungOf(4, [ben]),
        [9, 'page.unowned', { people: [ben] }],
      ],
    ],
  ])('%s', (sentence, lines) => {
    expect(told(committed, ...lines)).toMatchObject({ sentence, paged: false })
  })
})

describe('[BX-01] receipts', () => {
  it('say every hop, from the commit to the answer', () => {
    const { receipts } = told(
      committed,
      started,
      rungOf(0, [ann]),
      accepted(1),
      [2, 'delivery.seen', { userId: ann }],
      answered(3, user(ann)),
    )
    expect(receipts.map(({ at, hop, detail }) => `${at} ${hop}: ${detail}`)).toEqual([
      '0 committed: the signal was stored',
      '0 decided: called on rung 1',
      '1 handed-off: given to ntfy, try 1',
      '1 accepted: ntfy took the page',
      '2 seen: the answer page was used',
      '3 answered: acknowledged',
    ])
  })

  it('say what failed, and that somebody else answered', () => {
    const { receipts } = told(
      rungOf(0, [ann, ben], { pass: 1, rung: 1 }),
      [1, 'delivery.failed-for-now', { userId: ann, channel: 'ntfy', why: 'busy' }],
      [2, 'delivery.failed', { userId: ann, channel: 'email', why: 'no such mailbox' }],
      [3, 'delivery.cancelled', { userId: ann, channel: 'webhook', why: 'acknowledged' }],
      answered(3, user(ben)),
      [4, 'page.unowned', { people: [ann] }],
    )
    expect(receipts.map(({ hop, detail }) => `${hop}: ${detail}`)).toEqual([
      'decided: called on rung 2',
      'failed: ntfy: busy',
      'failed: email: no such mailbox',
      'cancelled: webhook was not called: acknowledged',
      'cancelled: answered by Ben',
      'decided: called as the last resort',
    ])
  })

  it('are one person’s: what others were sent, saw and failed to get is not among them', () => {
    const others: Line[] = [
      rungOf(0, [ben]),
      accepted(1, { userId: ben }),
      [2, 'delivery.failed', { userId: ben }],
      [2, 'delivery.failed-for-now', { userId: ben }],
      [3, 'delivery.seen', { userId: ben }],
      [3, 'delivery.cancelled', { userId: ben }],
      [4, 'page.unowned', { people: [ben] }],
      [5, 'page.unowned', {}],
      [6, 'incident.opened', { userId: ann }],
    ]
    expect(told(...others).receipts).toEqual([])
  })

  it('leave out when a message was handed over if the log does not say', () => {
    expect(told(rungOf(0, [ann]), accepted(1, { handedOffAt: null })).receipts.map((one) => one.hop)).toEqual(['decided', 'accepted'])
  })

  it.each<[string, unknown, string]>([
    ['a person', user(ben), 'Ben'],
    ['a token', { type: 'token', name: 'chat' }, 'chat'],
    ['a monitor', { type: 'monitor', name: 'prometheus' }, 'prometheus'],
    ['Muster itself', { type: 'system' }, 'the system'],
    ['nobody the log names', undefined, 'the system'],
    ['nothing readable', null, 'the system'],
  ])('name whoever answered: %s', (_who, by, name) => {
    expect(told(answered(1, by)).receipts.map((one) => one.detail)).toEqual([`answered by ${name}`])
  })
})
