// Everything a command may touch of the terminal it runs in, as one value, so that a test can be a terminal.
import { createInterface } from 'node:readline/promises'
import { readLocalToken } from './local-token.ts'

export type Io = {
  out: (text: string) => void
  err: (text: string) => void
  /** One line from the person at the keyboard; null when nobody can be asked. */
  ask: ((question: string) => Promise<string>) | null
  readInput: () => Promise<string>
  env: Readonly<Record<string, string | undefined>>
  colour: boolean
  /** Infinity when output is not a terminal: one row stays one line for grep. */
  columns: number
  now: () => number
  timeZone: string
  /** The token a server of this machine keeps in its data folder; null when there is none, or it is not ours to read. */
  localToken: () => string | null
}

export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process
  surviveClosedPipes()
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    ask: stdin.isTTY && stderr.isTTY ? ask : null,
    readInput,
    env,
    colour: stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    columns: stdout.columns || Number(env['COLUMNS']) || Number.POSITIVE_INFINITY,
    now: () => Date.now(),
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    localToken: () => readLocalToken(env),
  }
}

// `muster … | head` closes the pipe early: that is the reader's right, not a fault.
function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      process.exit()
    })
  }
}

// Questions go to stderr, so that stdout stays what was asked for.
async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    // A closed or interrupted terminal is an answer too: none.
    const gone = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
    return await Promise.race([lines.question(question), gone])
  } finally {
    lines.close()
  }
}

async function readInput(): Promise<string> {
  let text = ''
  process.stdin.setEncoding('utf8')
  for await (const chunk of process.stdin) text += String(chunk)
  return text
}
