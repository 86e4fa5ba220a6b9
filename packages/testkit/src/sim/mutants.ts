// Measures the simulator: mistakes planted in the rules, one at a time, and how many of them the nights bring to light.
import { availableParallelism } from 'node:os'
import { excused, excuseFor } from './mutants/excused.ts'
import { allMutants, hunt, lineOf, type Fate } from './mutants/hunt.ts'
import type { Mutant } from './mutants/plant.ts'

export type Measure = {
  planted: number
  found: number
  survivors: Mutant[]
  /** Those no night can see, each with its reason. */
  excused: number
  share: number
  /** Excuses that speak of nothing that is planted, and such as a night found all the same. */
  wrongExcuses: string[]
}

/** `withExcused`: also hunt those that are said to be out of sight, to see whether they are. */
export type Measuring = { nights: number; file?: string; withExcused: boolean; onFate?: (fate: Fate) => void }

export async function measure({ nights, file = '', withExcused, onFate }: Measuring): Promise<Measure> {
  const all = allMutants().filter((mutant) => mutant.file.includes(file))
  const hunted = withExcused ? all : all.filter((mutant) => excuseFor(mutant) === null)
  const fates = await hunt({ mutants: hunted, seeds: nights, workers: availableParallelism(), ...(onFate === undefined ? {} : { onFate }) })
  const unfit = fates.filter((fate) => fate.type === 'unfit').length
  const counted = fates.filter((fate) => fate.type !== 'unfit' && excuseFor(fate.mutant) === null)
  const survivors = counted.filter((fate) => fate.type === 'survived').map((fate) => fate.mutant)
  const found = counted.length - survivors.length
  const seen = fates.filter((fate) => (fate.type === 'found' || fate.type === 'hung') && excuseFor(fate.mutant) !== null)
  const idle = file === '' ? excused.filter((excuse) => !all.some((mutant) => excuseFor(mutant) === excuse)) : []
  return {
    planted: all.length - unfit,
    found,
    survivors,
    excused: all.filter((mutant) => excuseFor(mutant) !== null).length,
    share: counted.length === 0 ? 1 : found / counted.length,
    wrongExcuses: [
      ...seen.map((fate) => `seen all the same: ${describe(fate.mutant)}`),
      ...idle.map((excuse) => `about nothing: ${excuse.file} ${excuse.line}`),
    ],
  }
}

export function describe(mutant: Mutant): string {
  const flat = (text: string) => text.replace(/\s+/g, ' ').slice(0, 140)
  return `${mutant.file}:${mutant.line} ${mutant.kind}: ${flat(mutant.was)} → ${flat(mutant.is)}\n    ${lineOf(mutant)}`
}

export async function huntAll({ nights, file }: { nights: number; file: string }, print: (line: string) => void): Promise<number> {
  let done = 0
  const onFate = () => {
    done += 1
    if (done % 200 === 0) print(`${done} hunted`)
  }
  const { planted, found, survivors, excused: out, share, wrongExcuses } = await measure({ nights, file, withExcused: true, onFate })
  for (const mutant of survivors) print(`survived ${describe(mutant)}`)
  for (const wrong of wrongExcuses) print(`a wrong excuse, ${wrong}`)
  print(
    `${planted} mistakes planted, ${out} of them out of sight for a stated reason; of the others ${found} found and ${survivors.length} not: ${(share * 100).toFixed(1)} %`,
  )
  return share >= 0.9 && wrongExcuses.length === 0 ? 0 : 1
}
