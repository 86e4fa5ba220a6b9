// One run of chaos: load, kills, quiet, and then the reckoning with what senders and provider remember.
import { performance } from 'node:perf_hooks'
import { join } from 'node:path'
import type { Connection } from '@muster/server/store/db.ts'
import { randomFor } from '../random.ts'
import { createAnswers } from './answers.ts'
import { checkDuplicates } from './checks/duplicates.ts'
import { checkPages } from './checks/pages.ts'
import { checkStore } from './checks/store.ts'
import { startMachine, type Machine } from './machine.ts'
import type { Memory, Violation } from './memory.ts'
import { createOutages } from './outages.ts'
import { createSender, type Sender } from './post.ts'
import { startProvider, type Provider } from './provider.ts'
import { untilQuiet } from './quiet.ts'
import type { Report } from './report.ts'
import { runRounds, type Tally } from './rounds.ts'
import { startStorm } from './storm.ts'
import { town } from './town.ts'
import { startTroubles } from './troubles.ts'

export type ChaosOptions = {
  seed: number
  /** Whichever comes first. */
  rounds: number
  seconds: number
  keepData?: boolean
  /** Ends the run at once, without a reckoning. */
  abort?: AbortSignal
  onRound?: (tally: Tally) => void
}

const SENDERS = 8
/** After the last round everything that is open ends by itself; longer than that, and something is stuck. */
const LAST_WORDS_MS = 60_000

export async function runChaos(options: ChaosOptions): Promise<Report> {
  const provider = await startProvider(randomFor(options.seed, 'provider'))
  try {
    const machine = await startMachine()
    try {
      return { seed: options.seed, ...(await reckon(await play(options, machine, provider), machine)) }
    } finally {
      await machine.stop(options.keepData ?? false)
    }
  } finally {
    await provider.close()
  }
}

type Played = { memory: Memory; tally: Tally; counts: Sender['counts']; faults: string[]; startedAt: number }

async function play(options: ChaosOptions, machine: Machine, provider: Provider): Promise<Played> {
  const startedAt = performance.now()
  await found(machine, provider)
  const randomOf = (stream: string) => randomFor(options.seed, stream)
  const outages = createOutages()
  const over = new AbortController()
  const patience = new AbortController()
  const abort = options.abort ?? patience.signal
  const stop = AbortSignal.any([over.signal, abort])
  const giveUp = AbortSignal.any([patience.signal, abort])
  const sender = createSender({ url: () => machine.url, outages, giveUp })
  const answers = createAnswers(() => machine.api, giveUp)
  try {
    const storm = startStorm({ sender, randomOf, stop, senders: SENDERS })
    const troubles = startTroubles({ sender, provider, answers, randomOf, stop })
    const isEnough = ({ rounds }: Tally) => rounds >= options.rounds || performance.now() - startedAt > options.seconds * 1000
    const { onRound = () => undefined } = options
    const { nextAccepted: nextTrouble } = troubles
    const tally = await runRounds({ machine, outages, random: randomOf('rounds'), nextTrouble, stop, isEnough, onRound })
    over.abort()
    abort.throwIfAborted()
    const lastWords = setTimeout(() => patience.abort(), LAST_WORDS_MS)
    await Promise.all([storm.ended, troubles.ended])
    clearTimeout(lastWords)
    abort.throwIfAborted()
    const never = patience.signal.aborted ? [`something was not accepted in the last ${LAST_WORDS_MS / 1000} s`] : []
    const faults = [...sender.counts.faults, ...answers.faults, ...never]
    const memory = { storm: storm.remembered, troubles: troubles.all, calls: provider.calls, outages }
    return { memory, tally, counts: sender.counts, faults, startedAt }
  } finally {
    over.abort()
    patience.abort()
  }
}

async function reckon({ memory, tally, counts, faults, startedAt }: Played, machine: Machine): Promise<Omit<Report, 'seed'>> {
  const restless = await untilQuiet(connectionTo(machine)).catch(unanswered)
  const store = await checkStore(connectionTo(machine), memory).catch((error: unknown) => ({
    violations: unanswered(error),
    logEntries: 0,
  }))
  const pages = checkPages(memory)
  const duplicates = checkDuplicates(memory)
  const said: Violation[] = faults.map((what) => ({ what, story: machine.lastLines().split('\n') }))
  return {
    rounds: tally.rounds,
    kills: tally.kills,
    signalsAccepted: counts.accepted,
    turnedAway: counts.turnedAway,
    cutOff: counts.cutOff,
    incidents: memory.troubles.length,
    rungsCalled: pages.rungsCalled,
    calls: memory.calls.length,
    duplicates: duplicates.count,
    logEntries: store.logEntries,
    worstPageMs: pages.worstFirstMs,
    worstPageBeyondOutagesMs: pages.worstBeyondOutageMs,
    worstRecoveryMs: tally.worstRecoveryMs,
    failedStarts: machine.failedStarts(),
    tookMs: performance.now() - startedAt,
    violations: [...tally.faults, ...said, ...restless, ...store.violations, ...pages.violations, ...duplicates.violations],
  }
}

const unanswered = (error: unknown): Violation[] => [{ what: `the database could not be asked: ${String(error)}`, story: [] }]

async function found({ api }: Machine, provider: Provider): Promise<void> {
  const { status, body } = await api('POST', '/api/v1/config', town(provider.url))
  if (status !== 200) throw new Error(`the organisation was answered ${status}: ${JSON.stringify(body)}`)
}

function connectionTo({ dataFolder }: Machine): Connection {
  return { host: join(dataFolder, 'socket'), port: 5432, user: 'postgres', database: 'muster' }
}
