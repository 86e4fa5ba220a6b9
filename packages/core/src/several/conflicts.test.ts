// Who is needed twice is seen, in the order of impact; one commander over a family is no conflict.
import { expect, test } from 'vitest'
import { conflictsOf, type Manned } from './conflicts.ts'

const one = (n: number, of: Partial<Manned> = {}): Manned => ({
  id: `incident_${n}`,
  family: `incident_${n}`,
  roles: {},
  wanted: [],
  ...of,
})
const calls = (role: string, ...people: string[]) => ({ role, people })

test('[OR-04] whoever has roles in two incidents stands there once, with what they do in each', () => {
  const all = [one(1, { roles: { commander: 'cleo', support: 'ann' } }), one(2, { roles: { support: 'ann', dba: 'gus' } })]
  expect(conflictsOf(all)).toEqual([
    {
      type: 'person',
      who: 'ann',
      at: [
        { id: 'incident_1', roles: ['support'], calledFor: [] },
        { id: 'incident_2', roles: ['support'], calledFor: [] },
      ],
    },
  ])
})

test('[OR-04] a role wanted by two is a queue in the order of impact, whoever has it named', () => {
  const all = [one(1, { wanted: [calls('dba', 'gus')] }), one(2, { roles: { dba: 'gus' } }), one(3, { roles: { support: 'ann' } })]
  expect(conflictsOf(all)).toEqual([
    {
      type: 'role',
      role: 'dba',
      queue: [
        { id: 'incident_1', who: null },
        { id: 'incident_2', who: 'gus' },
      ],
    },
    {
      type: 'person',
      who: 'gus',
      at: [
        { id: 'incident_1', roles: [], calledFor: ['dba'] },
        { id: 'incident_2', roles: ['dba'], calledFor: [] },
      ],
    },
  ])
})

test('[EC-04] one commander over an umbrella and its parts is as it should be; over two that nobody has joined it is seen', () => {
  const roles = { commander: 'cleo' }
  const part = one(2, { family: 'incident_1', roles })
  expect(conflictsOf([one(1, { roles }), part])).toEqual([])
  expect(conflictsOf([one(1, { roles }), one(2, { roles })])).toMatchObject([{ type: 'person', who: 'cleo' }])
  expect(conflictsOf([one(1, { roles }), one(2, { family: 'incident_1', roles: { commander: 'cleo', dba: 'cleo' } })])).toMatchObject([
    { who: 'cleo', at: [{ roles: ['commander'] }, { roles: ['dba'] }] },
  ])
})

test('who is needed once is in nobody’s way, and a role that two have is no queue', () => {
  expect(conflictsOf([one(1, { roles: { dba: 'gus' } }), one(2, { roles: { dba: 'pia' } })])).toEqual([])
  expect(conflictsOf([one(1, { wanted: [calls('dba', 'gus')] }), one(2)])).toEqual([])
  expect(conflictsOf([])).toEqual([])
})
