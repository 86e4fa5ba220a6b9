// npm run chaos: kills server and database at random moments under load, then counts who was not woken. Ends with 1 when a promise was broken.
import { parseArgs } from 'node:util'
import { told } from './chaos/report.ts'
import { runChaos } from './chaos/run.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(`npm run chaos -- --rounds N | --seconds S   how much; the default is 100 rounds
  --seed N   the same choices again (not the same race: real processes do not repeat themselves to the millisecond)
  --keep     keeps the data folder`)
  process.exit(0)
}

const every = 25
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000))
const rounds = Number(values.rounds ?? (values.seconds === undefined ? 100 : Number.POSITIVE_INFINITY))
const seconds = Number(values.seconds ?? Number.POSITIVE_INFINITY)

const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => interrupted.abort(new Error(`stopped by ${signal}`)))

console.log(`chaos with seed ${seed}`)
const startedAt = performance.now()
try {
  const report = await runChaos({
    seed,
    rounds,
    seconds,
    keepData: values.keep,
    abort: interrupted.signal,
    onRound: ({ rounds: done, kills, worstRecoveryMs }) => {
      if (done % every > 0) return
      const took = ((performance.now() - startedAt) / 1000).toFixed(0)
      console.log(
        `${String(done).padStart(6)} rounds in ${took} s: server ${kills.server}, database ${kills.database}, both ${kills.both}; worst recovery ${(Math.max(...Object.values(worstRecoveryMs)) / 1000).toFixed(1)} s`,
      )
    },
  })
  console.log(told(report))
  console.log(JSON.stringify(report))
  process.exitCode = report.violations.length > 0 ? 1 : 0
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = interrupted.signal.aborted ? 130 : 1
}
// Lives that were cut short still count down.
process.exit()
