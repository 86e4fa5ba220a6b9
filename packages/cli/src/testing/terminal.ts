// A terminal in memory: what was printed where, what will be answered, how wide it is.
import type { ExitCode } from '../exit.ts'
import type { Io } from '../io.ts'
import { run } from '../run.ts'

export type Ran = { code: ExitCode; out: string; err: string; asked: string[] }
export type Setting = Partial<Omit<Io, 'out' | 'err' | 'ask' | 'readInput'>> & { answer?: string; input?: string }

export const NIGHT = Date.parse('2026-04-14T04:12:00Z')
export const TOKEN = 'muster-secret-token-0123456789'

export async function muster(argv: readonly string[], setting: Setting = {}): Promise<Ran> {
  const { answer, input = '', ...rest } = setting
  const printed = { out: '', err: '' }
  const asked: string[] = []
  const ask = async (question: string) => {
    asked.push(question)
    return answer ?? ''
  }
  const code = await run(argv, {
    out: (text) => void (printed.out += text),
    err: (text) => void (printed.err += text),
    ask: answer === undefined ? null : ask,
    readInput: async () => input,
    env: {},
    colour: false,
    columns: 120,
    now: () => NIGHT,
    timeZone: 'UTC',
    localToken: () => null,
    ...rest,
  })
  return { code, ...printed, asked }
}
