// Runs Vitest for people to read, and keeps its JSON report to count from.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../check/steps.ts'
import type { Ending, Report } from './tally.ts'

export async function vitest(name: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ending> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-test-'))
  const file = join(folder, 'report.json')
  try {
    const code = await run([...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], env)
    return { name, code, report: await read(file) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function run(args: readonly string[], also: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...also }
    const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args], {
      cwd: root,
      stdio: 'inherit',
      env,
    })
    const passOn = (signal: NodeJS.Signals) => child.kill(signal)
    process.on('SIGTERM', passOn).on('SIGINT', passOn)
    child.once('close', (code) => {
      process.off('SIGTERM', passOn).off('SIGINT', passOn)
      resolve(code ?? 1)
    })
  })
}

async function read(file: string): Promise<Report | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as Report)
}
