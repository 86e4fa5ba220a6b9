// Asks before what cannot be undone. Where nobody can be asked, --yes must have been given.
import { usage } from './exit.ts'
import type { Io } from './io.ts'

export async function confirm(io: Io, question: string, { yes }: { yes: boolean }): Promise<boolean> {
  if (yes) return true
  if (io.ask === null) throw usage('This needs a yes, and nobody can be asked here.', 'Run it again with --yes when you mean it.')
  return /^y(es)?$/i.test((await io.ask(`${question} [y/N] `)).trim())
}
