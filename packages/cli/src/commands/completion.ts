// muster completion: a script for the shell, made from the commands there are.
import { Argument, type Command } from 'commander'
import type { Io } from '../io.ts'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

export function addCompletion(program: Command, io: Io): void {
  program
    .command('completion')
    .summary('print a completion script for your shell')
    .description('Prints a completion script. Try it at once with: source <(muster completion bash)')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completionScript } = await import('../completion/scripts.ts')
      io.out(completionScript(shell, program))
    })
}
