// muster pack check: a pack that does not mean what it says is refused before the server ever reads it.
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { nightPack, SHIPPED, type Night } from '../../testing/packs.ts'
import { muster } from '../../testing/terminal.ts'

let night: Night

beforeEach(() => {
  night = nightPack()
})

const check = (...more: string[]) => muster(['pack', 'check', night.folder, ...more])

test.each(['handbook', 'four-level'])('[SV-03] the shipped pack %s is in order, and is told in one line with what it has', async (name) => {
  const { code, out, err } = await muster(['pack', 'check', `${SHIPPED}/${name}`])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(new RegExp(`^${name}, version \\d+, is in order: phases 4, .*duties \\d+, .*deviations \\d+, .*\\.\n$`))
})

test('a pack that extends another has its parts, except those of its own', async () => {
  const { out } = await check()
  expect(out).toMatch(/^night, version 1, is in order: .*duties 1, .*deviations 29/)
})

test.each([
  [
    'a clock that is not there',
    ['within: acknowledge', 'within: acknowlege'],
    '6:13  duties[0].within: There is no clock "acknowlege" in this pack. Did you mean "acknowledge"?',
  ],
  [
    'a role that is not there',
    ['owner: [support]', 'owner: [suport]'],
    '4:13  duties[0].owner[0]: There is no role "suport" in this pack. Did you mean "support"?',
  ],
  [
    'words that are not there',
    ['draft: acknowledged', 'draft: acknowleged'],
    '10:12  duties[0].draft: There is no template "acknowleged" in this pack. Did you mean "acknowledged"?',
  ],
  [
    'a phase that is not there',
    ['draft: acknowledged', 'phase: later'],
    '10:12  duties[0].phase: There is no phase "later" in this pack. There are: stop-the-bleeding, stabilize, fix-properly, learn.',
  ],
  [
    'a column that is not there',
    ['draft: acknowledged', 'columns: [Q]'],
    '10:15  duties[0].columns[0]: There is no column "Q" in this pack. There are: D, C, A, B.',
  ],
  ['a time below zero', ['within: acknowledge', 'within: -5'], '6:13  duties[0].within: Use at least 0.'],
  ['a field that does not exist', ['draft:', 'draff:'], '10:5  duties[0]: There is no field "draff" here. Did you mean "draft"?'],
  ['a field that is missing', ['    says: Look at it.\n', ''], '2:5  duties[0].says: "says" is missing. Add it: a string.'],
  [
    'a field within a choice that does not exist',
    ['{ logged: incident.opened }', '{ logged: incident.opened, were: { a: b } }'],
    '5:38  duties[0].from: There is no field "were" here. Did you mean "where"?',
  ],
  [
    'a class that does not exist',
    ['draft: acknowledged', 'classes: [crises]'],
    '10:15  duties[0].classes[0]: Use one of: crisis, major, standard, business-hours.',
  ],
  [
    'a next step too long to be read half asleep',
    ['Look at it.', 'Look at it for as long as it takes until you have understood it.'],
    '8:11  duties[0].says: A next step has at most twelve words',
  ],
  [
    'a sentence that YAML takes for a field',
    ['says: Look at it.', 'says: Look: at it.'],
    '8:11  A map cannot start here. Put it on its own line, indented.',
  ],
  ['a tab', ['    source', '\tsource'], '3:1  Indent with spaces; YAML allows no tabs here.'],
])('%s is told at its line and column, with what to do', async (_what, [from = '', to = ''], says) => {
  night.change('duties.yaml', from, to)
  const { code, out, err } = await check()
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(`  ${night.file('duties.yaml')}:${says}\n`)
})

test.each([
  [
    'a clock without one of the classes',
    'clocks:\n  look: { crisis: 1, major: 5, standart: 9, business-hours: null }\n',
    [
      '6:9  clocks.look.standard: "standard" is missing. Add it: a number.',
      '6:32  clocks.look: There is no field "standart" here. Did you mean "standard"?',
    ],
  ],
  [
    'an impossible clock',
    'clocks:\n  look: { crisis: -1, major: 5, standard: soon, business-hours: null }\n',
    ['6:19  clocks.look.crisis: Use at least 0.', '6:43  clocks.look.standard: This must be a number.'],
  ],
  [
    'a name no rule could use',
    'sets:\n  "The Core": { crisis: [], major: [], standard: [], business-hours: [] }\n',
    ['6:3  sets: Lower-case words, joined by "-" or "."'],
  ],
  ['a part that does not exist', 'dutys: []\n', ['5:1  There is no field "dutys" here. Did you mean "duties"?']],
  [
    'a phase before the one before it',
    'phases:\n  - { id: first, name: First, from: 0, goals: [Look] }\n  - { id: second, name: Second, from: 0, goals: [Look] }\n',
    ['7:39  phases[1].from: A phase begins after the one before it.'],
  ],
])('%s is told at its line and column', async (_what, text, says) => {
  night.change('pack.yaml', 'about: The handbook, with one duty.\n', `about: The handbook.\n${text}`)
  const { code, err } = await check()
  expect(code).toBe(2)
  for (const line of says) expect(err).toContain(`  ${night.file('pack.yaml')}:${line}\n`)
})

test('an id that is there twice is told at the second', async () => {
  const second =
    '  - { id: look, source: IR-01, owner: [support], from: [{ logged: a.b }], within: 5, done: [{ logged: c.d }], says: S, why: W, overdue: [{ after: 0, act: nudge, role: owner }] }\n'
  night.change('duties.yaml', 'duties:\n', `duties:\n${second}`)
  const { err } = await check()
  expect(err).toContain(
    `${night.file('duties.yaml')}:3:9  duties[1].id: "look" is there twice. Give one of them another id, or take it out.`,
  )
})

test('a part that stands in two files is refused, for only one of them could hold', async () => {
  writeFileSync(night.file('more.yaml'), 'duties: []\n')
  const { code, err } = await check()
  expect(code).toBe(2)
  expect(err).toContain(
    `${night.file('more.yaml')}:1:9  duties: "duties" is in ${night.file('duties.yaml')} already. A part stands in one file.`,
  )
})

test.each([
  ['that is not there', 'handbok', 'There is no pack "handbok" beside this one.'],
  ['that is itself', 'night', 'Packs cannot extend each other in a circle: night, night.'],
  ['by a path', '../night', 'Lower-case words, joined by "-" or "."'],
])('a pack %s cannot be extended', async (_what, name, says) => {
  night.change('pack.yaml', 'extends: handbook', `extends: ${name}`)
  const { code, err } = await check()
  expect(code).toBe(2)
  expect(err).toContain(`${night.file('pack.yaml')}:1:10  extends: ${says}`)
})

test('what the extended pack still asks for of a replaced part is told where it asks for it', async () => {
  night.change('pack.yaml', 'version: 1', 'version: 1\ntemplates: { acknowledged: I have it. }')
  const { code, err } = await check()
  expect(code).toBe(2)
  expect(err).toMatch(
    /handbook\/deviations\.yaml:\d+:\d+ {2}deviations\[0\]\.messages\[0\]\.template: There is no template "dv-01\.room" in this pack\./,
  )
  expect(err).toContain('A part is replaced as a whole')
})

test('faults of every file are told at once', async () => {
  night.change('duties.yaml', 'within: acknowledge', 'within: -1')
  night.change('pack.yaml', 'version: 1', 'version: one')
  const { err } = await check()
  expect(err).toContain(`${night.file('duties.yaml')}:6:13`)
  expect(err).toContain(`${night.file('pack.yaml')}:3:10`)
})

test('a folder without a pack says what is looked for', async () => {
  rmSync(night.file('pack.yaml'))
  const { code, out, err } = await check()
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toBe(`There is no protocol pack in ${night.folder}.\n  Give the folder that holds pack.yaml, such as protocols/handbook.\n`)
})

test('--json tells a program what the pack has, or each fault with its place', async () => {
  const right = await check('--json')
  expect(JSON.parse(right.out)).toMatchObject({ ok: true, name: 'night', version: 1, counts: { duties: 1 } })
  night.change('duties.yaml', 'within: acknowledge', 'within: acknowlege')
  const wrong = await check('--json')
  expect(wrong.code).toBe(2)
  expect(JSON.parse(wrong.out)).toEqual({
    ok: false,
    faults: [
      {
        file: night.file('duties.yaml'),
        line: 6,
        column: 13,
        path: 'duties[0].within',
        says: 'There is no clock "acknowlege" in this pack. Did you mean "acknowledge"?',
      },
    ],
  })
})

test('a pack is found by however its folder is written', async () => {
  for (const folder of [`${night.folder}/`, path.relative(process.cwd(), night.folder)])
    expect(await muster(['pack', 'check', folder])).toMatchObject({ code: 0, err: '' })
})
