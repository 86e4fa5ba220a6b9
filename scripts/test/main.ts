// The tests: first the checks, then Vitest. The last line says "N passed, N failed", and the exit code agrees with it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runSteps } from '../check/run-steps.ts'
import { formatStep, lintStep, root, typeSteps } from '../check/steps.ts'
import { sum, tally, type Tally } from './tally.ts'
import { vitest } from './vitest.ts'

const failure = (what: string): Tally => ({ passed: 0, failed: 1, skipped: 0, failures: [what] })

async function everything(): Promise<readonly Tally[]> {
  const checks = await runSteps([...typeSteps(), lintStep, formatStep])
  const tools = await prepareTools()
  const quick = await vitest('vitest', ['--project=unit', '--project=server', '--passWithNoTests'])
  // A browser and real vendors' programs beside everything else would measure the machine, not the product.
  const e2e = await vitest('vitest e2e', ['--project=e2e', '--passWithNoTests'])
  return [...checks.filter((ran) => !ran.ok).map((ran) => failure(`check: ${ran.step.name}`)), ...tools, tally(quick), tally(e2e)]
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

function close({ passed, failed, skipped, failures }: Tally): void {
  if (failures.length > 0) console.log(`\nWhat failed:\n${failures.map((line) => `  ${line.replace(`${root}/`, '')}`).join('\n')}`)
  if (skipped > 0) console.log(`\n${skipped} skipped`)
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

const filters = process.argv.slice(2)
close(sum(filters.length === 0 ? await everything() : [tally(await vitest('vitest', filters))]))
