// A packet is sent when it can be acted on, and asked back when it cannot.
import { expect, test } from 'vitest'
import { fold, NOTHING } from './facts.ts'
import type { Specialist } from './pack.ts'
import { askedBack, packetText, pointedTo } from './packet.ts'

const database: Specialist = {
  id: 'database',
  source: 'ES-01',
  name: 'Database',
  role: 'dba',
  signs: ['deadlock', 'lock wait'],
  needs: [
    { field: 'problem', asks: 'What exactly is wrong?', vague: ['database performance issues', 'it is slow'] },
    { field: 'respond-by', asks: 'By when?', vague: ['asap'] },
  ],
  responds: 15,
  chain: ['dba'],
}
const network: Specialist = { ...database, id: 'network', signs: ['packet loss'] }

test.each<[string, Record<string, string>, string[]]>([
  ['an exact answer is enough', { problem: 'Deadlocks on orders, 40 waiting', 'respond-by': '14:30 UTC' }, []],
  ['what is empty is asked', { problem: '  ', 'respond-by': '14:30 UTC' }, ['problem']],
  ['vague words alone are asked back', { problem: 'Database performance issues!', 'respond-by': 'ASAP' }, ['problem', 'respond-by']],
  [
    'vague words beside exact ones pass',
    { problem: 'It is slow: 12 s for select on orders', 'respond-by': 'asap, at the latest 14:30' },
    [],
  ],
])('[ES-05] %s', (_what, answers, fields) => {
  expect(askedBack(database, answers).map(({ field }) => field)).toEqual(fields)
})

test('[ES-01] the log points to whom its words belong, whoever has most of them first', () => {
  const entry = (seq: number, type: string, body: object) => ({ seq, at: seq, type, body: { ...body } })
  const facts = fold(NOTHING, [
    entry(1, 'incident.opened', { summary: 'Checkout fails' }),
    entry(2, 'finding.noted', { text: 'Lock wait and a DEADLOCK on orders' }),
    entry(3, 'incident.said', { text: 'some packet loss too' }),
  ])
  expect(pointedTo({ specialists: [network, database] }, facts)).toEqual([
    { id: 'database', signs: ['deadlock', 'lock wait'], because: [2] },
    { id: 'network', signs: ['packet loss'], because: [3] },
  ])
  expect(pointedTo({ specialists: [network, database] }, NOTHING)).toEqual([])
})

test('[ES-05] it reads field by field', () => {
  expect(packetText(database, { problem: 'Deadlocks', 'respond-by': '14:30 UTC' })).toBe('Problem: Deadlocks\nRespond by: 14:30 UTC')
})
