// The tests: first the checks, then Vitest. The last line says "N passed, N failed", and the exit code agrees with it.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runSteps } from '../check/run-steps.ts'
import { formatStep, lintStep, root, typeSteps } from '../check/steps.ts'
import { sum, tally, type Tally } from './tally.ts'
import { vitest } from './vitest.ts'

const failure = (what: string): Tally => ({ passed: 0, failed: 1, skipped: 0, failures: [what] })

const WATCHDOG = 'e2e/watchdog.test.ts'
const CONSOLE = 'e2e/console/**'
/** What is killed must come back within seconds: nothing else runs meanwhile. */
const FAULTS = ['e2e/chaos.test.ts', 'e2e/kill.test.ts']

async function everything(): Promise<readonly Tally[]> {
  const checks = await runSteps([...typeSteps(), lintStep, formatStep])
  const tools = await prepareTools()
  const quick = await vitest('vitest', ['--project=unit', '--project=server', '--passWithNoTests'])
  // The watchdog's tests wait for minutes in which nothing may happen: they cost the others next to nothing.
  const [oldest, watchdog] = await Promise.all([onOldestPostgres(), vitest('vitest e2e watchdog', ['--project=e2e', WATCHDOG])])
  // Browsers wait for a page, and vendors' programs for a minute to pass: beside each other neither waits longer.
  const others = [CONSOLE, WATCHDOG, ...FAULTS].map((file) => `--exclude=${file}`)
  const [screens, clients] = await Promise.all([
    vitest('vitest e2e console', ['--project=e2e', 'e2e/console/', '--passWithNoTests']),
    vitest('vitest e2e', ['--project=e2e', ...others, '--passWithNoTests']),
  ])
  const killed = await vitest('vitest e2e faults', ['--project=e2e', ...FAULTS, '--passWithNoTests'])
  console.log(`\n${picturesTaken()} pictures of the screens are in e2e/screens`)
  const faults = checks.filter((ran) => !ran.ok).map((ran) => failure(`check: ${ran.step.name}`))
  return [...faults, ...tools, tally(quick), oldest, tally(watchdog), tally(screens), tally(clients), tally(killed)]
}

/** What the browser tests have left to be looked at. */
function picturesTaken(): number {
  const folder = join(root, 'e2e', 'screens')
  return existsSync(folder) ? readdirSync(folder).length : 0
}

// The end-to-end tests need a browser and Debian's programs: fetched once, before a test's time-out runs.
async function prepareTools(): Promise<readonly Tally[]> {
  const file = join(root, 'e2e', 'tools.ts')
  if (!existsSync(file)) return []
  try {
    const { ensureTools } = (await import(pathToFileURL(file).href)) as { ensureTools: () => Promise<unknown> }
    await ensureTools()
    return []
  } catch (error) {
    return [failure(`tools for the end-to-end tests: ${error instanceof Error ? error.message : String(error)}`)]
  }
}

type Postgres = { url: string; stop: () => Promise<void> }

// As many connections as the tests open at once, and nothing that has to survive a power cut.
const careless = {
  max_connections: '300',
  shared_buffers: '256MB',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_wal_size: '256MB',
}

// Once more on the oldest PostgreSQL the product promises to run on: the store and the jobs, every route of the API once as whoever may
// and as all who may not, and what hangs on locks. The rest is the same statements again; the embedded PostgreSQL has no older one.
const ON_OLDEST = [
  'packages/server/src/store/',
  'packages/server/src/jobs/',
  'packages/server/src/http/access.test.ts',
  'packages/server/src/http/api/api.test.ts',
  'scenarios/crash.test.ts',
  'scenarios/dedup.test.ts',
  'scenarios/storm.test.ts',
]

async function onOldestPostgres(): Promise<Tally> {
  const name = 'vitest on PostgreSQL 15'
  const file = join(root, 'e2e', 'postgres15.ts')
  try {
    const { startPostgres15 } = (await import(pathToFileURL(file).href)) as {
      startPostgres15: (settings: Record<string, string>) => Promise<Postgres>
    }
    const postgres = await startPostgres15(careless)
    try {
      const args = ['--project=server', ...ON_OLDEST, '--exclude=packages/server/src/store/embedded/**', '--passWithNoTests']
      const ran = tally(await vitest(name, args, { MUSTER_TEST_DATABASE_URL: postgres.url }))
      return { ...ran, failures: ran.failures.map((line) => `on PostgreSQL 15: ${line}`) }
    } finally {
      await postgres.stop()
    }
  } catch (error) {
    return failure(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function close({ passed, failed, skipped, failures }: Tally): void {
  if (failures.length > 0) console.log(`\nWhat failed:\n${failures.map((line) => `  ${line.replace(`${root}/`, '')}`).join('\n')}`)
  if (skipped > 0) console.log(`\n${skipped} skipped`)
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

const filters = process.argv.slice(2)
close(sum(filters.length === 0 ? await everything() : [tally(await vitest('vitest', filters))]))
