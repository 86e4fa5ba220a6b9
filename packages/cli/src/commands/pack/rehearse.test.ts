// muster pack rehearse: what a change of the protocol does to incidents that were thought through is known before anybody is paged by it.
import { globSync, rmSync } from 'node:fs'
import { beforeEach, expect, test } from 'vitest'
import { nightPack, SHIPPED, type Night } from '../../testing/packs.ts'
import { muster } from '../../testing/terminal.ts'

const NAME = 'rehearsals/nobody-looks.yaml'
let night: Night

beforeEach(() => {
  night = nightPack()
})

const rehearse = (...more: string[]) => muster(['pack', 'rehearse', night.folder, ...more], { columns: Number.POSITIVE_INFINITY })

test.each(['handbook', 'four-level'])('every rehearsal of the shipped pack %s passes', async (name) => {
  const { code, out, err } = await muster(['pack', 'rehearse', `${SHIPPED}/${name}`])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out.match(/✓ passed/g)).toHaveLength(globSync(`${SHIPPED}/${name}/rehearsals/*.yaml`).length)
})

test('[MX-01] only the rehearsals that are named are replayed', async () => {
  const file = `${SHIPPED}/handbook/rehearsals/column-a-simple-fix.yaml`
  const { code, out } = await muster(['pack', 'rehearse', `${SHIPPED}/handbook`, file, '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ ok: true, rehearsals: [{ file, differences: [] }] })
})

test('a pack that says something else is told with when, what, and the moment in the file', async () => {
  night.change('duties.yaml', 'within: acknowledge', 'within: 10')
  const { code, out, err } = await rehearse()
  expect({ code, err }).toEqual({ code: 1, err: '1 of 1 rehearsals differs.\n' })
  expect(out).toContain(`Nobody looks  ✗ differs  ${night.file(NAME)}:8:5  at 6:00: look should be "overdue", and is "due"\n`)
})

test('--json gives each difference its line, and ends with 1 all the same', async () => {
  night.change('duties.yaml', 'within: acknowledge', 'within: 10')
  const { code, out } = await rehearse('--json')
  expect(code).toBe(1)
  expect(JSON.parse(out)).toEqual({
    ok: false,
    rehearsals: [
      {
        file: night.file(NAME),
        name: 'Nobody looks',
        moments: 2,
        differences: [{ line: 8, column: 5, says: 'at 6:00: look should be "overdue", and is "due"' }],
      },
    ],
  })
})

test.each([
  ['a moment that is none', ["at: '6:00'", "at: '6'"], '8:9  expect[1].at: Minutes and seconds after the start, such as "12:30"'],
  [
    'a field that does not exist',
    ['obligations: { look: due }', 'obligation: { look: due }'],
    '7:5  expect[0]: There is no field "obligation" here. Did you mean "obligations"?',
  ],
  [
    'a state that does not exist',
    ['look: due', 'look: late-ish'],
    '7:26  expect[0].obligations.look: Use one of: due, overdue, kept, late, waived, none.',
  ],
  [
    'a start that is no time',
    ['2026-03-18T03:10:00Z', 'at night'],
    '2:10  startAt: Write a time with its offset, such as 2026-04-14T09:00:00Z.',
  ],
  [
    'a duty that the pack does not have',
    ['{ look: due }', '{ loook: none }'],
    '7:20  expect[0].obligations: There is no duty "loook" in this pack. Did you mean "look"?',
  ],
  ['broken YAML', ['expect:', '\texpect:'], '5:1  Indent with spaces; YAML allows no tabs here.'],
])('%s in a rehearsal is told at its line, and nothing is replayed', async (_what, [from = '', to = ''], says) => {
  night.change(NAME, from, to)
  const { code, out, err } = await rehearse()
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(`  ${night.file(NAME)}:${says}\n`)
})

test('no rehearsal at all is not taken for a passed one', async () => {
  rmSync(night.file(NAME))
  const { code, out, err } = await rehearse()
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(`There is no rehearsal in ${night.file('rehearsals')}.`)
})

test('a pack that is not in order is not rehearsed: its faults are told', async () => {
  night.change('duties.yaml', 'within: acknowledge', 'within: acknowlege')
  const { code, err } = await rehearse()
  expect(code).toBe(2)
  expect(err).toContain(`${night.file('duties.yaml')}:6:13`)
})
