// A layer that says a few things differently: the rest stays as it is below, and a fault is told where it was written.
import { expect, test } from 'vitest'
import { readPackText } from './pack-text.ts'

const base = {
  file: 'base/pack.yaml',
  value: {
    pack: 'base',
    version: 1,
    about: 'A base.',
    classes: { SEV0: 'crisis', SEV1: 'major', SEV2: 'standard', SEV3: 'business-hours' },
    labels: Object.fromEntries(
      ['SEV0', 'SEV1', 'SEV2', 'SEV3'].map((label) => [label, { label, means: 'm', scope: 's', escalation: 'e', risk: 'r' }]),
    ),
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
    clocks: { progress: { crisis: 5, major: 10, standard: 15, 'business-hours': null } },
    phases: [{ id: 'first', name: 'First', from: 0, goals: ['g'] }],
    roles: [{ id: 'support', name: 'Support', does: 'd', owes: ['o'], never: [] }],
    sets: {},
    columns: [
      {
        id: 'A',
        name: 'A',
        source: 'MX-01',
        when: {},
        pages: ['support'],
        leads: 'support',
        firstScreen: 'f',
        says: 's',
        review: false,
        audiences: [],
      },
    ],
    duties: [
      {
        id: 'look',
        source: 'IR-01',
        owner: ['support'],
        from: { logged: 'incident.opened' },
        within: 'progress',
        done: [{ logged: 'finding.noted' }],
        says: 'Look.',
        why: 'Because.',
        overdue: [{ after: 0, act: 'nudge', role: 'owner' }],
      },
    ],
    guardrails: [],
    advice: [],
    deviations: [],
    capabilities: [],
    audiences: [{ id: 'room', name: 'The room', every: null, approver: null, by: 'room' }],
    templates: { hello: 'Hello' },
    memory: { support: ['Look.'] },
    specialists: [],
  },
}

const read = (more: string) =>
  readPackText(`extends: base\npack: ours\nversion: 1\nabout: Ours.\n${more}`, (name) => (name === 'base' ? [base] : []))

test('one field of one thing is said differently, and all the rest is as it was', () => {
  const found = read('change:\n  clocks: { progress: { crisis: 7 } }\n  duties: { look: { within: 12 } }\n  templates: { bye: Bye }\n')
  expect(found).toMatchObject({ ok: true, base: 'base' })
  expect(found.written?.clocks['progress']).toEqual({ crisis: 7, major: 10, standard: 15, 'business-hours': null })
  expect(found.written?.duties).toMatchObject([{ id: 'look', within: 12, says: 'Look.' }])
  expect(found.written?.templates).toEqual({ hello: 'Hello', bye: 'Bye' })
  expect(base.value.clocks.progress.crisis).toBe(5)
})

test('things are added behind the others, and left out', () => {
  const again = { ...base.value.duties[0], id: 'tell-legal', says: 'Tell legal.' }
  const found = read(`add: { duties: [${JSON.stringify(again)}] }\nremove: { duties: [look], clocks: [] }\n`)
  expect(found.written?.duties.map(({ id }) => id)).toEqual(['tell-legal'])
  expect(read('add:\n  duties:\n    - { id: x }\n')).toMatchObject({
    ok: false,
    faults: expect.arrayContaining([expect.objectContaining({ line: 7, path: 'add.duties[0].source' })]),
  })
})

test('what is left out and still asked for is told where it is asked for', () => {
  expect(read('remove: { clocks: [progress] }\n')).toMatchObject({
    ok: false,
    faults: [{ file: 'base/pack.yaml', path: 'duties[0].within', says: 'There is no clock "progress" in this pack.' }],
  })
})

test.each([
  ['change:\n  duties: { lok: { within: 3 } }\n', 6, 'change.duties.lok', 'There is no "lok" among the duties to change.'],
  ['change:\n  duties:\n    look:\n      within: progres\n', 8, 'change.duties.look.within', 'Did you mean "progress"?'],
  ['change:\n  duties:\n    look: { withn: 3 }\n', 7, 'change.duties.look', 'Did you mean "within"?'],
  ['change:\n  clocks:\n    progress: { crisis: soon }\n', 7, 'change.clocks.progress.crisis', 'number'],
  ['change:\n  clock: {}\n', 6, 'change', 'Did you mean "clocks"?'],
  ['remove:\n  duties: [lok]\n', 6, 'remove.duties', 'There is no "lok" among the duties to remove.'],
  ['extends: other\n', 5, '', 'twice'],
])('%j is refused at its line', (more, line, path, says) => {
  const found = read(more)
  expect(found.ok).toBe(false)
  expect(found.ok ? [] : found.faults).toEqual([
    expect.objectContaining({ file: 'this pack', line, path, says: expect.stringContaining(says) }),
  ])
})
