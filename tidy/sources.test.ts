// What a source file owes its reader, and the engine's one authority for time.
import { expect, test } from 'vitest'
import { files, isSource, linesWith, read } from './repository.ts'

const sources = files.filter(isSource)
const configs = /(^|\/)[\w.-]+\.config\.ts$/

test('every source file opens with a sentence that says what it is for', () => {
  const silent = sources.filter((file) => !configs.test(file) && !opensWithSentence(read(file)))
  expect(silent).toEqual([])
})

function opensWithSentence(source: string): boolean {
  const [first = '', second = ''] = source.split('\n')
  const opening = first.startsWith('#!') ? second : first
  return /^(\/\/|\/\*\*?) \S+ \S+ \S+/.test(opening)
}

test('no file is over the limits: 300 lines of code, 500 in a test', () => {
  const long = sources.flatMap((file) => {
    const limit = /\.test\.tsx?$/.test(file) ? 500 : 300
    const length = codeLines(read(file))
    return length > limit ? [`${file} has ${length}`] : []
  })
  expect(long).toEqual([])
})

const codeLines = (source: string) => source.split('\n').filter((line) => !/^\s*(\/\/.*)?$/.test(line)).length

// The clock reads the database's time for everyone; the embedded cluster is started before there is a clock.
const mayAskTheTime = /^packages\/server\/src\/(clock(\.ts|\/)|store\/embedded\/)/
// SQL's now() has no object before it, and is neither declared nor given a body: that would be a clock of ours.
const asksTheTime = /(^|[^.\w])((?<!\$\{[^}]*)now\(\)(?!\s*[:{=])|(current|clock|statement|transaction)_timestamp\b|localtimestamp\b)/i

test('SQL never asks the time: it is given $now', () => {
  const server = files.filter((file) => /^packages\/server\/.*\.(ts|sql)$/.test(file) && !mayAskTheTime.test(file))
  expect(linesWith(asksTheTime, server)).toEqual([])
})

test.each([
  ['created_at timestamptz default now()', true],
  ['where due_at <= NOW() order by id', true],
  ['set at = current_timestamp', true],
  ['select clock_timestamp()', true],
  ['const now = world.clock.now()', false],
  ['now(): Instant', false],
  ['`${prefix}_${timePart(now())}`', false],
  ['where due_at <= $now', false],
])('asking the time in "%s": %s', (line, asks) => {
  expect(asksTheTime.test(line)).toBe(asks)
})

test('a TODO names its issue', () => {
  const loose = linesWith(
    /\b(TODO|FIXME|XXX)\b(?!\s*\(?#\d+)/,
    sources.filter((file) => !file.startsWith('tidy/')),
  )
  expect(loose).toEqual([])
})
