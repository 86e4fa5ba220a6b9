// Hands planted mistakes to workers and gathers which were seen, and by which night.
import { globSync, readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { plant, type Mutant } from './plant.ts'
import type { Order, Report } from './worker.ts'

export type Fate =
  | { mutant: Mutant; type: 'found'; seed: number; promise: string }
  | { mutant: Mutant; type: 'hung' }
  | { mutant: Mutant; type: 'survived' }
  | { mutant: Mutant; type: 'unfit'; why: string }

const core = new URL('../../../../core/src/', import.meta.url)

/** A night ends in milliseconds: a worker that has not been heard of for this long goes round in circles. */
const SILENCE_MS = 30_000

/** What screens are told, decided by nothing: their own tests look after them, and no night asks. */
const READINGS = [
  'alert/outcome.ts',
  'incident/bridge.ts',
  'incident/can.ts',
  'incident/circle.ts',
  'incident/health.ts',
  'incident/impact.ts',
  'page/first-woken.ts',
  'page/foresee.ts',
  'page/picture.ts',
  'page/reach.ts',
]

export function allMutants(): Mutant[] {
  const files = globSync('{alert,incident,page}/*.ts', { cwd: core }).filter(
    (file) => !/\.test\.ts$|fixture\.ts$/.test(file) && !READINGS.includes(file),
  )
  return files.toSorted().flatMap((file) => plant(file, sourceOf(file)))
}

/** The source line a mistake begins on. */
export function lineOf({ file, line }: Mutant): string {
  return sourceOf(file).split('\n')[line - 1]?.trim() ?? ''
}

const sources = new Map<string, string>()

function sourceOf(file: string): string {
  const source = sources.get(file) ?? readFileSync(new URL(file, core), 'utf8')
  sources.set(file, source)
  return source
}

export type Hunting = { mutants: readonly Mutant[]; seeds: number; workers: number; onFate?: (fate: Fate) => void }

export async function hunt({ mutants, seeds, workers, onFate }: Hunting): Promise<Fate[]> {
  const waiting = mutants.map((mutant, number): Order => ({ number, mutant, seeds }))
  const fates: Fate[] = []
  const settle = (fate: Fate) => {
    fates.push(fate)
    onFate?.(fate)
  }
  await Promise.all(Array.from({ length: workers }, () => work(waiting, settle)))
  return fates
}

async function work(waiting: Order[], settle: (fate: Fate) => void): Promise<void> {
  let worker = start()
  for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
    const fate = await ask(worker, order)
    settle(fate)
    if (fate.type !== 'hung') continue
    await worker.terminate()
    worker = start()
  }
  await worker.terminate()
}

function start(): Worker {
  return new Worker(new URL('worker.ts', import.meta.url), {
    workerData: { core: core.href },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
}

function ask(worker: Worker, order: Order): Promise<Fate> {
  return new Promise((resolve, reject) => {
    const { mutant } = order
    const end = (fate: Fate) => {
      clearTimeout(silence)
      worker.off('message', hear)
      worker.off('error', reject)
      resolve(fate)
    }
    let silence = setTimeout(() => end({ mutant, type: 'hung' }), SILENCE_MS)
    const hear = (report: Report) => {
      if (report.type === 'alive') {
        clearTimeout(silence)
        silence = setTimeout(() => end({ mutant, type: 'hung' }), SILENCE_MS)
      } else {
        const { number: _, ...rest } = report
        end({ mutant, ...rest })
      }
    }
    worker.on('message', hear)
    worker.on('error', reject)
    worker.postMessage(order)
  })
}
