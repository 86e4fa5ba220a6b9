// What a check is made of: the commands, by name, and running one of them.
import { spawn } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const root = dirname(dirname(import.meta.dirname))

export type Step = { name: string; script: string; args: readonly string[] }

export type Ran = { step: Step; ok: boolean; seconds: number; output: string }

const tool = (path: string) => join(root, 'node_modules', path)
const projects = () => ['tsconfig.json', 'scripts/tsconfig.json', ...globSync('packages/*/tsconfig.json', { cwd: root }).sort()]

export function typeSteps(): Step[] {
  return projects().map((project) => ({
    name: `types ${dirname(project) === '.' ? 'root' : dirname(project)}`,
    script: tool('typescript/bin/tsc'),
    args: ['-p', project, '--pretty', 'false'],
  }))
}

export const lintStep: Step = {
  name: 'lint',
  script: tool('oxlint/bin/oxlint'),
  args: ['--deny-warnings', '--report-unused-disable-directives'],
}

export const formatStep: Step = { name: 'format', script: tool('oxfmt/bin/oxfmt'), args: ['--check'] }

export const unusedStep: Step = { name: 'unused', script: tool('knip/bin/knip.js'), args: ['--no-progress'] }

export const tidyStep: Step = {
  name: 'tidy',
  script: tool('vitest/vitest.mjs'),
  args: ['run', '--project', 'unit', '--reporter', 'dot', 'tidy/'],
}

export function runStep(step: Step): Promise<Ran> {
  if (!existsSync(step.script)) return Promise.resolve({ step, ok: false, seconds: 0, output: `${step.script} is not installed\n` })
  return new Promise((resolve) => {
    const startedAt = performance.now()
    const child = spawn(process.execPath, [step.script, ...step.args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const said: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
    child.once('close', (code) => {
      resolve({ step, ok: code === 0, seconds: (performance.now() - startedAt) / 1000, output: Buffer.concat(said).toString('utf8') })
    })
  })
}
