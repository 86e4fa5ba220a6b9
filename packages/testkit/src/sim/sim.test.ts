// Ten thousand random nights, told by their seeds: what people are promised holds in all of them.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { play } from './night.ts'
import { judge } from './oracle/oracle.ts'
import { judgeWhy } from './oracle/why.ts'
import { story, verdict } from './story.ts'

const NIGHTS = 10_000

describe('random nights', () => {
  const broken: string[] = []
  const untrue: string[] = []

  beforeAll(() => {
    for (let seed = 1; seed <= NIGHTS; seed += 1) {
      const night = play(seed)
      const violation = judge(night)
      if (violation !== null) broken.push(broken.length === 0 ? story(night, violation) : `night ${seed}: ${violation.promise}`)
      const lie = judgeWhy(night)
      if (lie !== null) untrue.push(`night ${seed}: ${verdict(lie, night.entries[0]?.at ?? 0)}`)
    }
  }, 180_000)

  test('[BX-03] ten thousand random nights break no promise', () => {
    expect(broken.join('\n')).toBe('')
  })

  test('[BX-01] on ten thousand random nights everybody is told truly why they were, or were not, called', () => {
    expect(untrue.join('\n')).toBe('')
  })
})

describe('a night that once broke a promise breaks it no more', () => {
  test.each([
    [
      61,
      '[EC-01] an answer to a used-up ladder was given back, and the keys of the last resort were made a second time: nobody was called',
    ],
    [4, '[EC-02] an alert that came back began above the only rung with somebody on it, and woke the last resort instead'],
    [13, 'a ladder on which nobody could be reached said that it had been climbed to its end'],
    [22, 'an incident that somebody had put to sleep was still shown as nobody’s'],
    [169, '[EC-01] a ladder that had found nobody was asked to go on, and left out its first rung'],
    [29, '[EC-01] a policy applied to a ladder that had found nobody began a pass before the first, and made one too many'],
    [5, 'a ladder used up again kept the count of the climb before'],
  ])('night %i: %s', (seed) => {
    expect(judge(play(seed))).toBe(null)
  })

  test('night 100: somebody called after an answer had run out was told that the page was over before they were called', () => {
    expect(judgeWhy(play(100))).toBe(null)
  })
})

test('[BX-03] the same seed tells the same story, byte for byte, in every process', () => {
  for (const seed of [3, 77]) {
    const night = play(seed)
    const told = execFileSync(process.execPath, [join(import.meta.dirname, 'main.ts'), '--seed', String(seed)], {
      encoding: 'utf8',
    })
    expect(told).toBe(`${story(night, judge(night))}\n`)
  }
})
