// npm run sim: plays random nights by their seeds, tells what happened, or hunts mistakes planted in the rules.
import { parseArgs } from 'node:util'
import { huntAll } from './mutants.ts'
import { play } from './night.ts'
import { judge, type Violation } from './oracle/oracle.ts'
import { judgeWhy } from './oracle/why.ts'
import { story } from './story.ts'

const usage = `How to use the simulator:
  npm run sim -- --seed 7                 plays one night and tells its story, the same every time
  npm run sim -- --seeds 1..10000         plays many, and tells the story of the first that breaks a promise
  npm run sim -- --mutants                plants mistakes in the rules and counts how many are seen
  npm run sim -- --mutants --nights 500   so many nights for each mistake (10000 unless you say otherwise)
  npm run sim -- --mutants --file page/decide.ts   only those in one file`

async function main(args: string[]): Promise<number> {
  const options = {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    mutants: { type: 'boolean' },
    nights: { type: 'string' },
    file: { type: 'string' },
  } as const
  const { values } = parseArgs({ args, options })
  if (values.mutants === true) return huntAll({ nights: numberOf(values.nights ?? '10000'), file: values.file ?? '' }, console.log)
  if (values.seed !== undefined) return playOne(numberOf(values.seed))
  if (values.seeds !== undefined) return playMany(values.seeds)
  console.log(usage)
  return 2
}

function numberOf(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`"${text}" is not a whole number. ${usage}`)
  return number
}

function playOne(seed: number): number {
  const night = play(seed)
  const violation = judge(night) ?? judgeWhy(night)
  console.log(story(night, violation))
  return violation === null ? 0 : 1
}

function playMany(range: string): number {
  const [, first, last] = /^(\d+)\.\.(\d+)$/.exec(range) ?? []
  if (first === undefined || last === undefined) throw new Error(`"${range}" is not a range like 1..10000. ${usage}`)
  const began = performance.now()
  const broken: { seed: number; violation: Violation }[] = []
  let calls = 0
  for (let seed = numberOf(first); seed <= numberOf(last); seed += 1) {
    const night = play(seed)
    calls += night.entries.filter((entry) => entry.type === 'call').length
    const violation = judge(night) ?? judgeWhy(night)
    if (violation !== null) broken.push({ seed, violation })
    if (violation !== null && broken.length === 1) console.log(story(night, violation))
  }
  for (const { seed, violation } of broken.slice(1)) console.log(`night ${seed}: ${violation.promise}`)
  const nights = numberOf(last) - numberOf(first) + 1
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`${nights} nights, ${calls} calls, ${broken.length} broken promises, ${seconds} s`)
  return broken.length === 0 ? 0 : 1
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
