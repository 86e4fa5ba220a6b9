// Whom an entry of a private incident's log draws in.
import { expect, test } from 'vitest'
import { drawnIn } from './circle.ts'

test.each([
  ['who did it', { by: { type: 'user', id: 'user_ann', name: 'Ann' } }, ['user_ann']],
  ['an account that is nobody of the rota', { by: { type: 'member', id: 'member_1', name: 'Nell' } }, ['member_1']],
  ['who takes a role', { by: { type: 'system' }, who: 'user_ben', role: 'commander' }, ['user_ben']],
  ['who is asked to join', { userId: 'user_cat' }, ['user_cat']],
  ['all who are called, each once', { people: ['user_ann', 'user_ben', 'user_ann'], who: 'user_ben' }, ['user_ben', 'user_ann']],
  ['no script and no monitor', { by: { type: 'token', name: 'deploys' } }, []],
  ['nobody who is only named in words', { who: 'Ann', people: ['the room', 7], by: 'Ann', left: 'user_dee' }, []],
])('an entry draws in %s', (_whom, body, ids) => {
  expect(drawnIn({ type: 'role.taken', body })).toEqual(ids)
})

test('whoever only read an update, or whom a message reached, is not drawn in by it', () => {
  expect(drawnIn({ type: 'update.sent', body: { by: { type: 'user', id: 'user_ann' }, people: ['user_eve'] } })).toEqual(['user_ann'])
  expect(drawnIn({ type: 'delivery.accepted', body: { userId: 'user_ben' } })).toEqual([])
})
