// npm run bench: measures the figures we claim on this machine, prints them beside what they must reach, and keeps them as JSON.
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { table, type Figure, type Row } from './figure.ts'
import { answerPage } from './figures/answer-page.ts'
import { burst } from './figures/burst.ts'
import { consoleWeight } from './figures/console.ts'
import { history } from './figures/history.ts'
import { intake } from './figures/intake.ts'
import { memory } from './figures/memory.ts'
import { pageDelay } from './figures/page-delay.ts'
import { protocol } from './figures/protocol.ts'
import { takeover } from './figures/takeover.ts'
import { timers } from './figures/timers.ts'
import { viewers } from './figures/viewers.ts'
import { stopAll } from './leftovers.ts'

const figures: readonly Figure[] = [
  intake,
  burst,
  pageDelay,
  timers,
  takeover,
  memory,
  answerPage,
  consoleWeight,
  protocol,
  viewers,
  history,
]

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    runs: { type: 'string', default: '5' },
    'history-scale': { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(`npm run bench -- --only a,b   of: ${figures.map(({ name }) => name).join(', ')}
  --seconds S         length of a run under load (10)
  --runs N            paired runs beside Alertmanager (5)
  --history-scale X   share of the full history, 1,000,000 incidents and 10,000,000 signals (1)`)
  process.exit(0)
}

const only = values.only?.split(',')
const unknown = only?.filter((name) => !figures.some((figure) => figure.name === name)) ?? []
if (unknown.length > 0) {
  console.error(`No figure is called ${unknown.join(', ')}; there are ${figures.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

// What was started is stopped first: its database would outlive it otherwise.
let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    interrupted = true
    void stopAll().then(() => process.exit(130))
  })

const say = (line: string) => console.log(`  ${line}`)
const options = { seconds: Number(values.seconds), runs: Number(values.runs), historyScale: Number(values['history-scale']), say }
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.version}`
console.log(machine)

const rows: Row[] = []
for (const figure of figures) {
  if (interrupted || (only !== undefined && !only.includes(figure.name))) continue
  console.log(`\n${figure.name}: ${figure.about}`)
  rows.push(...(await measure(figure)))
}

if (interrupted) {
  await stopAll()
  process.exit(130)
}

console.log(`\n${table(rows)}`)
const folder = join(import.meta.dirname, 'results')
await mkdir(folder, { recursive: true })
const measuredAt = new Date().toISOString()
const file = join(folder, `${measuredAt.replaceAll(':', '-').slice(0, 19)}.json`)
await writeFile(file, `${JSON.stringify({ measuredAt, machine, options: { ...options, say: undefined }, rows }, null, 2)}\n`)
console.log(`\nKept in bench/results/${measuredAt.replaceAll(':', '-').slice(0, 19)}.json`)
process.exit()

/** One figure that cannot be had does not cost the others. */
async function measure(figure: Figure): Promise<Row[]> {
  try {
    return await figure.run(options)
  } catch (error) {
    console.error(error)
    return [{ figure: figure.about, measured: `failed: ${String(error).split('\n')[0]}`, mustReach: '', ok: false, numbers: {} }]
  }
}
