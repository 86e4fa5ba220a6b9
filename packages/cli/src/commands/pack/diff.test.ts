// muster pack diff: whoever reviews a change of the protocol reads what differs, not two files.
import { writeFileSync } from 'node:fs'
import { beforeEach, expect, test } from 'vitest'
import { nightPack, SHIPPED, type Night } from '../../testing/packs.ts'
import { muster } from '../../testing/terminal.ts'

let [before, after]: [Night, Night] = [nightPack(), nightPack()]

beforeEach(() => {
  ;[before, after] = [nightPack(), nightPack()]
})

const diff = (...more: string[]) => muster(['pack', 'diff', before.folder, after.folder, ...more], { columns: Number.POSITIVE_INFINITY })
const lines = (out: string) => out.split('\n').map((line) => line.replaceAll(/ {2,}/g, '  '))

test('two packs that say the same have no difference, however their files are cut', async () => {
  after.change('pack.yaml', 'about:', '# A word beside it.\nabout:')
  expect(await diff()).toMatchObject({ code: 0, out: 'No difference: both packs say the same.\n', err: '' })
  expect(JSON.parse((await diff('--json')).out)).toEqual({ same: true, changes: [] })
})

test.each([
  ['a time', ['within: acknowledge', 'within: 7'], '~ change  duties  look  within: acknowledge → 7'],
  ['a sentence', ['Look at it.', 'Look twice.'], '~ change  duties  look  says: Look at it. → Look twice.'],
  ['one of a list', ['owner: [support]', 'owner: [support, senior]'], '~ change  duties  look  owner: + senior'],
  [
    'what begins it',
    ['{ logged: incident.opened }', '{ logged: update.sent, where: { audience: room } }'],
    '~ change  duties  look  from: - incident.opened; + update.sent (audience room)',
  ],
  ['what is no longer there', ['    draft: acknowledged\n', ''], '~ change  duties  look  draft: acknowledged → nothing'],
  [
    'what follows',
    ['act: nudge', 'act: raise'],
    '~ change  duties  look  overdue: - nudge (after 0, role owner); + raise (after 0, role owner)',
  ],
])('%s of a duty is told with old and new', async (_what, [from = '', to = ''], says) => {
  after.change('duties.yaml', from, to)
  const { code, out } = await diff()
  expect(code).toBe(0)
  expect(lines(out)).toContain(says)
})

test('what is new and what is gone is told by name, and counted', async () => {
  after.change('duties.yaml', 'id: look', 'id: see')
  const { out } = await diff()
  expect(lines(out)).toEqual([
    'Step  Part  Name  What',
    '+ add  duties  see  Look at it.',
    '- remove  duties  look  Look at it.',
    '',
    '1 added, 0 changed, 1 removed.',
    '',
  ])
})

test('a list in another order is told by the stretch that moved', async () => {
  const [head, ...rest] = ['D', 'C', 'A', 'B'].map(
    (id) =>
      `  - { id: ${id}, name: N, source: MX-01, when: {}, pages: [support], leads: support, firstScreen: F, says: S, review: false, audiences: [] }\n`,
  )
  writeFileSync(before.file('columns.yaml'), `columns:\n${[head, ...rest].join('')}`)
  writeFileSync(after.file('columns.yaml'), `columns:\n${[head, ...rest.toReversed()].join('')}`)
  expect(lines((await diff()).out)).toContain('~ reorder  columns  C, A, B → B, A, C')
})

test('of a long text only what differs is shown to a person, and all of it to a program', async () => {
  const why = (word: string) => `${'All is well so far. '.repeat(6)}Then the ${word} broke. ${'We go on as before. '.repeat(6)}`.trim()
  before.change('duties.yaml', 'Somebody has to.', why('first'))
  after.change('duties.yaml', 'Somebody has to.', why('second'))
  expect(lines((await diff()).out)).toContain(
    '~ change  duties  look  why: … far. Then the first broke. We go … → … far. Then the second broke. We go …',
  )
  const { changes } = JSON.parse((await diff('--json')).out) as { changes: object[] }
  expect(changes).toMatchObject([{ fields: [{ field: 'why', from: why('first'), to: why('second') }] }])
})

test('[SV-03] the four levels differ from the handbook in severities and clocks, and in no duty', async () => {
  const argv = ['pack', 'diff', `${SHIPPED}/handbook`, `${SHIPPED}/four-level`]
  const { out } = await muster(argv, { columns: Number.POSITIVE_INFINITY })
  expect(lines(out)).toContain('~ change  classes  SEV1  crisis → major')
  expect(lines(out)).toContain('~ change  clocks  permission  crisis: 10 → 5')
  expect(out).not.toMatch(/ duties | deviations | templates /)
  const { changes } = JSON.parse((await muster([...argv, '--json'])).out) as { changes: object[] }
  expect(changes).toContainEqual({ action: 'change', part: 'clocks', id: 'permission', fields: [{ field: 'crisis', from: 10, to: 5 }] })
})

test('a difference is no failure, unless a script asks for one', async () => {
  after.change('pack.yaml', 'version: 1', 'version: 2')
  expect((await diff()).code).toBe(0)
  expect(await diff('--exit-code')).toMatchObject({ code: 1, err: 'They differ.\n' })
  expect((await muster(['pack', 'diff', after.folder, after.folder, '--exit-code'])).code).toBe(0)
})

test('a pack that is not in order is not compared: its faults are told', async () => {
  after.change('duties.yaml', 'within: acknowledge', 'within: acknowlege')
  const { code, out, err } = await diff()
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(`${after.file('duties.yaml')}:6:13`)
})
