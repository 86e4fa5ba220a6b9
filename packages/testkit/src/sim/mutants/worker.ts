// Plays nights by rules with a mistake planted in them, until the oracle sees it. Its own thread, so that a mistake that hangs can be ended.
import { readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { play } from '../night.ts'
import { judge } from '../oracle/oracle.ts'
import { rulesIn, type Rules } from '../rules.ts'
import type { Mutant } from './plant.ts'

export type Order = { number: number; mutant: Mutant; seeds: number }
export type Report = { number: number } & (
  | { type: 'alive' }
  | { type: 'unfit'; why: string }
  | { type: 'found'; seed: number; promise: string }
  | { type: 'survived' }
)

const { core } = workerData as { core: string }
const scheme = 'muster-mutant:'
const planted = /\/(alert|incident|page)\/[\w-]+\.ts$/
const sources = new Map<string, string>()
let current: Mutant | null = null

function sourceOf(file: string): string {
  const known = sources.get(file) ?? readFileSync(new URL(file, core), 'utf8')
  sources.set(file, known)
  if (current?.file !== file) return known
  return known.slice(0, current.start) + current.is + known.slice(current.end)
}

registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier.startsWith(scheme)) return { url: specifier, shortCircuit: true }
    if (context.parentURL?.startsWith(scheme) !== true) return next(specifier, context)
    const url = new URL(specifier, context.parentURL)
    if (planted.test(url.pathname)) return { url: url.href, shortCircuit: true }
    // Time zones, rotas and words are core's own.
    return next(new URL(`.${url.pathname}`, core).href, { ...context, parentURL: core })
  },
  load: (url, context, next) => {
    if (!url.startsWith(scheme)) return next(url, context)
    return { format: 'module', source: stripTypeScriptTypes(sourceOf(new URL(url).pathname.slice(1))), shortCircuit: true }
  },
})

async function rulesWith({ number, mutant }: Order): Promise<Rules> {
  current = mutant
  return rulesIn(new URL(`${scheme}//${number}/`))
}

const HEARTBEAT = 20

parentPort?.on('message', (order: Order) => {
  void hunt(order).then((report) => parentPort?.postMessage(report))
})

async function hunt(order: Order): Promise<Report> {
  const { number, seeds } = order
  let rules: Rules
  try {
    rules = await rulesWith(order)
  } catch (error) {
    return { number, type: 'unfit', why: error instanceof Error ? error.message : String(error) }
  }
  for (let seed = 1; seed <= seeds; seed += 1) {
    const violation = judge(play(seed, rules))
    if (violation !== null) return { number, type: 'found', seed, promise: violation.promise }
    if (seed % HEARTBEAT === 0) parentPort?.postMessage({ number, type: 'alive' } satisfies Report)
  }
  return { number, type: 'survived' }
}
