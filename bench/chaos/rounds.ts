// Rounds: kill something at a random moment, let it come back, go on at once. What earlier kills left behind is still being mended then.
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../random.ts'
import type { Machine } from './machine.ts'
import type { Violation } from './memory.ts'
import type { KillKind, Outages } from './outages.ts'

export type Tally = { rounds: number; kills: Record<KillKind, number>; worstRecoveryMs: Record<KillKind, number>; faults: Violation[] }

export type RoundsParts = {
  machine: Machine
  outages: Outages
  random: Random
  /** Resolves when somebody is about to be woken. */
  nextTrouble: () => Promise<void>
  stop: AbortSignal
  isEnough: (tally: Tally) => boolean
  onRound: (tally: Tally) => void
}

/** Nothing may take longer to come back; then it is started anew, and after a few of those the run ends. */
const RECOVERY_LIMIT_MS = 30_000
const FAULTS_BORNE = 5

const KINDS: readonly [KillKind, ...KillKind[]] = ['server', 'server', 'server', 'database', 'database', 'both']

export async function runRounds(parts: RoundsParts): Promise<Tally> {
  const { random, stop } = parts
  const none = { server: 0, database: 0, both: 0 }
  const tally: Tally = { rounds: 0, kills: { ...none }, worstRecoveryMs: { ...none }, faults: [] }
  while (!stop.aborted && tally.faults.length < FAULTS_BORNE && !parts.isEnough(tally)) {
    await moment(parts)
    const from = performance.now()
    const kind = random.pick(KINDS)
    if (!(await kill(kind, parts, tally))) continue
    const starting = parts.machine.startServer()
    // Again before it is back: in the middle of its start, or of the database's recovery.
    const again = random.chance(0.15)
    if (again) await sleep(random.between(0, 900)).then(() => kill(random.pick(KINDS), parts, tally))
    await starting.then(() => parts.machine.startServer())
    tally.rounds += 1
    if (!(await untilOver(parts, from + RECOVERY_LIMIT_MS))) await startAnew(parts, tally)
    const worst = again ? 'both' : kind
    tally.worstRecoveryMs[worst] = Math.max(tally.worstRecoveryMs[worst], performance.now() - from)
    parts.onRound(tally)
  }
  return tally
}

/** Half of them anywhere, half in the few milliseconds in which a page is decided, claimed and called. */
async function moment({ random, nextTrouble }: RoundsParts): Promise<void> {
  // Now and then long enough for leases of the dead to run out.
  await sleep(random.chance(0.04) ? random.between(3000, 9000) : random.between(50, 700))
  if (random.chance(0.5)) return
  await Promise.race([nextTrouble(), sleep(1000)])
  await sleep(random.between(0, 25))
}

/** False when there was nothing to hit just then. */
async function kill(kind: KillKind, { machine, outages }: RoundsParts, tally: Tally): Promise<boolean> {
  const from = performance.now()
  const hit = [kind !== 'server' && (await machine.killDatabase()), kind !== 'database' && (await machine.killServer())]
  if (!hit.includes(true)) return false
  outages.killed(kind, from)
  tally.kills[kind] += 1
  return true
}

async function startAnew(parts: RoundsParts, { rounds, faults }: Tally): Promise<void> {
  const { machine } = parts
  const what = `nothing was accepted within ${RECOVERY_LIMIT_MS / 1000} s of the kill of round ${rounds}`
  faults.push({ what, story: machine.lastLines().split('\n') })
  await machine.killServer()
  await machine.startServer()
  await untilOver(parts, performance.now() + RECOVERY_LIMIT_MS)
}

async function untilOver({ machine, outages }: RoundsParts, limit: number): Promise<boolean> {
  while (!outages.isOver()) {
    if (performance.now() > limit) return false
    if (await machine.hasDatabase()) outages.databaseIsBack()
    await sleep(10)
  }
  return true
}
