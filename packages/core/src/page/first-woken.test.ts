// Who would be woken first is what a page that began now would do, rung by rung, down to the last resort.
import { expect, test } from 'vitest'
import { firstWoken } from './first-woken.ts'
import { ann, ben, cyd, dan, openedPage, policy, roster, rung, T0, type People } from './fixture.ts'
import { decide } from './decide.ts'

const of = (people: People) => ({ now: T0, roster: roster(people) })

test.each<[string, People, unknown]>([
  ['the first rung', {}, { people: [ann], isLastResort: false }],
  ['the next one, when nobody on the first can be reached', { rules: { [ann]: [] } }, { people: [ben], isLastResort: false }],
  ['the next one, when the first is switched off', { disabled: [ann] }, { people: [ben], isLastResort: false }],
  ['the catch-all, when the whole ladder is empty', { disabled: [ann, ben] }, { people: [dan], isLastResort: true }],
  ['nobody, when that is empty too', { disabled: [ann, ben], catchAll: [] }, { people: [], isLastResort: true }],
])('it is %s', (_, people, expected) => {
  expect(firstWoken(policy(), of(people))).toEqual(expected)
})

test('it is what a page that starts at that moment does', () => {
  const ladder = policy({ rungs: [rung([ann, cyd]), rung([ben])] })
  const started = decide(openedPage(ladder), { type: 'start', skipRungs: 0 }, of({ disabled: [ann] }))
  const entered = started.ok ? started.events.find((event) => event.type === 'page.rung-entered') : undefined
  expect(firstWoken(ladder, of({ disabled: [ann] })).people).toEqual(entered?.people)
})
