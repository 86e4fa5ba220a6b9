// Forms and text of a pack are one thing: what is changed in one is there in the other, and nothing else moves.
import { expect, test } from 'vitest'
import { partsIn, valueAt, withValue } from './layer.ts'

const below = {
  clocks: { progress: { crisis: 5, major: 10 } },
  columns: [
    { id: 'A', pages: ['support'] },
    { id: 'B', pages: [] },
  ],
  templates: { room: 'Now: {status}.' },
}
const text = '# Ours.\nextends: handbook\npack: ours # by name\nversion: 1\n'

test('one value is said differently, the comments stay, and it is read back', () => {
  const changed = withValue(text, { path: ['clocks', 'progress', 'crisis'], value: 7 }, below)
  expect(changed).toBe(`${text}change:\n  clocks:\n    progress:\n      crisis: 7\n`)
  expect(partsIn(changed, below)?.['clocks']).toEqual({ progress: { crisis: 7, major: 10 } })
  expect(valueAt(partsIn(changed, below) ?? {}, ['clocks', 'progress', 'major'])).toBe(10)
})

test('what is put back to what it is below is not said at all', () => {
  const changed = withValue(text, { path: ['columns', 'A', 'pages'], value: ['support', 'senior'] }, below)
  expect(valueAt(partsIn(changed, below) ?? {}, ['columns', 'A', 'pages'])).toEqual(['support', 'senior'])
  expect(withValue(changed, { path: ['columns', 'A', 'pages'], value: ['support'] }, below)).toBe(text)
})

test('where the text has the whole part, it is changed there', () => {
  const whole = `${text}columns:\n  - { id: A, pages: [dba] }\ntemplates:\n  room: Hello\n`
  expect(withValue(whole, { path: ['columns', 'A', 'pages'], value: ['sre'] }, below)).toContain('- { id: A, pages: [ sre ] }')
  expect(withValue(whole, { path: ['templates', 'room'], value: 'Bye' }, below)).toContain('room: Bye')
})

test('a text that cannot be read yet is left alone', () => {
  expect(partsIn('change: [\n', below)).toBeNull()
  expect(withValue('change: [\n', { path: ['clocks', 'progress', 'crisis'], value: 7 }, below)).toBe('change: [\n')
  expect(partsIn('', below)).toEqual(below)
})
