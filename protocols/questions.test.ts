// Whoever a question is for, it is owed an answer, and by nobody who works on the fix while somebody speaks for the room.
import { fold, NOTHING, type LogEntry } from '@muster/core/protocol/facts.ts'
import { read } from '@muster/core/protocol/read.ts'
import { MINUTE } from '@muster/core/vocabulary.ts'
import { describe, expect, test } from 'vitest'
import { packOf } from './packs.ts'

const T0 = Date.UTC(2026, 2, 18, 3, 10)
const WORKING = ['support', 'technical-lead', 'senior', 'sre', 'dba', 'development', 'network', 'owner']

describe.each(['handbook', 'four-level'])('%s', (folder) => {
  const pack = packOf(folder)

  test.each(pack.audiences.map(({ id }) => id))('[BX-14] %s', (audience) => {
    const written = (held: readonly string[]): LogEntry[] =>
      [
        { type: 'incident.opened', body: { severity: 'SEV1', criticalPath: true } },
        ...WORKING.map((role) => ({ type: 'role.taken', body: { role, who: 'fixer' } })),
        ...held.map((role) => ({ type: 'role.taken', body: { role, who: role } })),
        { type: 'question.asked', body: { audience, text: 'When?', question: WORKING.length + held.length + 2 } },
      ].map(({ type, body }, place) => ({ seq: place + 1, at: T0 + place, type, body }))
    const answerOf = (held: readonly string[]) =>
      read(pack, fold(NOTHING, written(held)), T0 + MINUTE)?.obligations.filter(({ duty }) => duty.startsWith('answer-')) ?? []
    const [alone, ...more] = answerOf([])
    expect(alone).toMatchObject({ state: 'due', owner: { who: 'fixer' } })
    expect(more).toEqual([])
    for (const role of ['commander', 'communications']) expect(answerOf([role])[0]?.owner).toEqual({ role, who: role })
    expect(answerOf(['commander', 'communications'])[0]?.owner.role).toBe('communications')
  })

  test('[BX-14] whoever works on the fix is never rung for a question', () => {
    const rung = pack.duties
      .filter(({ id }) => id.startsWith('answer-'))
      .flatMap(({ overdue }) => overdue.map(({ role, act }) => ({ role, act })))
    expect(rung.filter(({ role, act }) => act === 'page' || role === 'owner' || WORKING.includes(role))).toEqual([])
  })
})
