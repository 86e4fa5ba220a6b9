// The real process: quick to start, quiet when its reader leaves, plain when it is not watched.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'

const main = path.join(import.meta.dirname, 'main.ts')

async function start(
  argv: string[],
  { closeStdout = false, node = [] as string[] } = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [...node, main, ...argv], { env: { PATH: process.env['PATH'], MUSTER_URL: 'http://127.0.0.1:9' } })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk) => (out += String(chunk)))
  child.stderr.on('data', (chunk) => (err += String(chunk)))
  if (closeStdout) child.stdout.destroy()
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, out, err }
}

test('a reader that leaves early, as head does, is no fault', async () => {
  expect(await start(['schema'], { closeStdout: true })).toEqual({ code: 0, out: '', err: '' })
})

test('the exit code reaches the shell', async () => {
  expect((await start(['bogus'])).code).toBe(2)
  expect((await start(['incidents'])).code).toBe(3)
})

test('into a pipe no colour is written', async () => {
  expect((await start(['--help'])).out).not.toContain('\u001b')
})

// Refuses to find what only other commands need.
const lean = `import { registerHooks } from 'node:module'
registerHooks({ resolve: (name, context, next) => { if (/^(zod|yaml|@orpc|@muster.(server|contract))/.test(name)) throw new Error(name); return next(name, context) } })`

test.each([[['--version']], [['--help']], [['incidents', '--help']], [['pack', 'check', '--help']], [['completion', 'bash']]])(
  '%s loads neither the contract nor the server',
  async (argv) => {
    const { code, err } = await start(argv, { node: ['--import', `data:text/javascript,${encodeURIComponent(lean)}`] })
    expect({ code, err }).toEqual({ code: 0, err: '' })
  },
)
