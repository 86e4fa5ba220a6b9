// One run of the command line: arguments in, exit code out. Every failure ends here as words and a code.
import { CommanderError } from 'commander'
import { addSettingsToHelp } from './commands/serve.ts'
import { EXIT, Failure, type ExitCode } from './exit.ts'
import type { Io } from './io.ts'
import { buildProgram, firstSteps } from './program.ts'
import { clean } from './render/clean.ts'

export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const program = buildProgram(io)
  try {
    if (argv.length === 0) return welcome(io)
    await addSettingsToHelp(program, argv, io)
    await program.parseAsync([...argv], { from: 'user' })
    return EXIT.ok
  } catch (error) {
    return tell(error, io)
  }
}

function welcome(io: Io): ExitCode {
  io.out(firstSteps)
  return EXIT.ok
}

function tell(error: unknown, io: Io): ExitCode {
  // Commander has said its words already; help and version end with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  if (error instanceof Failure) {
    io.err(`${[error.message, ...error.hints.map((hint) => `  ${hint}`)].map(clean).join('\n')}\n`)
    return error.code
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  io.err(`This is a fault in muster itself. Please report it with these lines:\n${trace.split('\n').map(clean).join('\n')}\n`)
  return EXIT.refused
}
