// What the rule says of any capability; the table of the shipped pack is with the packs.
import { expect, test } from 'vitest'
import { mayDo } from './may.ts'
import type { Capability } from './pack.ts'

const restart: Capability = {
  id: 'database.restart',
  name: 'Restart the database',
  class: 'C',
  roles: ['dba'],
  holder: 'dba',
  template: 'ask.dba',
  instead: [],
}

test.each<[string, readonly string[], boolean]>([
  ['whoever has a role that may', ['dba'], true],
  ['one of several roles is enough', ['support', 'dba'], true],
  ['command widens nothing', ['commander'], false],
  ['whoever wears no hat is the support engineer', [], false],
])('%s', (_what, held, may) => {
  expect(mayDo(restart, held)).toBe(may)
})

test('without a hat somebody may what the support engineer may', () => {
  expect(mayDo({ ...restart, roles: ['support'] }, [])).toBe(true)
})
