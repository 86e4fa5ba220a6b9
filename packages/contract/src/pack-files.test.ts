// How files become a pack: server and command line read by this, so that both take and refuse the same.
import type { Pack } from '@muster/core/protocol/pack.ts'
import { expect, test } from 'vitest'
import { readPackFiles, type PackFile } from './pack-files.ts'

const match = { logged: 'a.b' }
const forAll = <T>(value: T) => ({ crisis: value, major: value, standard: value, 'business-hours': value })
const label = { label: 'L', means: 'M', scope: 'S', escalation: 'E', risk: 'R' }

const whole = {
  pack: 'whole',
  version: 1,
  about: 'A pack with one of each that has to be there.',
  classes: { SEV0: 'crisis', SEV1: 'major', SEV2: 'standard', SEV3: 'business-hours' },
  labels: { SEV0: label, SEV1: label, SEV2: label, SEV3: label },
  impact: [
    {
      id: 'money',
      asks: 'Is money lost?',
      answers: [
        { says: 'Yes', severity: 'SEV0' },
        { says: 'No', severity: null },
      ],
    },
  ],
  clocks: { soon: forAll(5) },
  phases: [{ id: 'first', name: 'First', from: 0, goals: ['Look'] }],
  roles: [{ id: 'support', name: 'Support', does: 'Looks.', owes: ['A look'], never: [] }],
  sets: {},
  columns: [
    {
      id: 'A',
      name: 'A',
      source: 'MX-01',
      when: {},
      pages: ['support'],
      leads: 'support',
      firstScreen: 'Look.',
      says: 'Look.',
      review: false,
      audiences: [],
    },
  ],
  duties: [],
  guardrails: [],
  advice: [],
  deviations: [
    {
      id: 'dv',
      source: 'DV-01',
      family: 'deviation',
      name: 'It is otherwise',
      trigger: { says: 'Something is otherwise.' },
      first: { says: 'Stop.', done: [match], within: 1 },
      box: 'soon',
      messages: [{ audience: 'room', template: 'words', within: 1 }],
      target: ['support'],
      record: [{ field: 'what', asks: 'What?' }],
      follow: { says: 'Mend it.', owner: 'support' },
    },
  ],
  capabilities: [],
  audiences: [{ id: 'room', name: 'The room', every: 'soon', approver: null, by: 'room' }],
  templates: { words: 'Something is otherwise.' },
  memory: {},
  specialists: [],
}

type Folders = Readonly<Record<string, readonly PackFile[]>>
const fileOf = (file: string, value: unknown): PackFile => ({ file, value })
const read = (name: string, folders: Folders) => readPackFiles(name, (of) => folders[of] ?? [])

function packOf(name: string, folders: Folders): Pack {
  const found = read(name, folders)
  if (!found.ok) throw new Error(JSON.stringify(found.faults))
  return found.pack
}

function faultsOf(name: string, folders: Folders): string[] {
  const found = read(name, folders)
  return found.ok ? [] : found.faults.map(({ file, issue }) => `${file.file} ${issue.path.join('.')}: ${issue.message}`)
}

test('the parts of a pack may stand in as many files as one likes', () => {
  const { clocks, duties, ...rest } = whole
  const cut = [fileOf('pack', rest), fileOf('clocks', { clocks }), fileOf('duties', { duties }), fileOf('nothing yet', null)]
  expect(packOf('whole', { whole: cut })).toEqual(packOf('whole', { whole: [fileOf('pack', whole)] }))
})

test('what incidents are read by has what the deviations ask for; what is compared has only what was written', () => {
  const found = read('whole', { whole: [fileOf('pack', whole)] })
  expect(found.ok && found.pack.duties.map(({ id }) => id)).toContain('dv.record')
  expect(found.ok && found.written.duties).toEqual([])
})

test('a pack takes what it does not say itself from the one it extends, and from the one which that one extends', () => {
  const folders = {
    whole: [fileOf('whole', whole)],
    middle: [fileOf('middle', { extends: 'whole', pack: 'middle', version: 3, clocks: { soon: forAll(7) } })],
    top: [fileOf('top', { extends: 'middle', pack: 'top', about: 'On top.' })],
  }
  expect(packOf('top', folders)).toMatchObject({
    name: 'top',
    about: 'On top.',
    version: 3,
    clocks: { soon: forAll(7) },
    roles: [{ id: 'support' }],
  })
})

test('a pack does not take the name of the one it extends', () => {
  const folders = { whole: [fileOf('whole', whole)], top: [fileOf('top', { extends: 'whole' })] }
  expect(faultsOf('top', folders)).toEqual([expect.stringMatching(/^top pack: /)])
})

test('packs that extend each other are refused, not read for ever', () => {
  const folders = { one: [fileOf('one', { ...whole, extends: 'two' })], two: [fileOf('two', { extends: 'one', pack: 'two' })] }
  expect(faultsOf('one', folders)).toEqual(['two extends: Packs cannot extend each other in a circle: one, two, one.'])
})

test('what is missed by the extended pack is told in the file that asks for it', () => {
  const folders = { whole: [fileOf('whole', whole)], top: [fileOf('top', { extends: 'whole', pack: 'top', clocks: {} })] }
  expect(faultsOf('top', folders)).toEqual([
    'whole deviations.0.box: There is no clock "soon" in this pack.',
    'whole audiences.0.every: There is no clock "soon" in this pack.',
  ])
})

test('a file that is no map is refused, and its neighbours are read all the same', () => {
  expect(faultsOf('whole', { whole: [fileOf('list', ['a']), fileOf('pack', { ...whole, version: 0 })] })).toEqual([
    expect.stringMatching(/^list : /),
    expect.stringMatching(/^pack version: /),
  ])
})
