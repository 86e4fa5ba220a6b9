// muster export: the organisation as the document that apply reads.
import { type Command, Option } from 'commander'
import type { Io } from '../io.ts'
import { withServer } from '../session.ts'

export function addExport(program: Command, io: Io): void {
  program
    .command('export')
    .summary('print the organisation as a document')
    .description('Prints the organisation as the document that muster apply reads. Secrets and keys are not part of it.')
    .addOption(new Option('--format <format>', 'how to write it').choices(['yaml', 'json']).default('yaml'))
    .action((options: { format: string }, command: Command) =>
      withServer(command, io, async ({ api, json }) => {
        const document = await api.config.export()
        if (json || options.format === 'json') return io.out(`${JSON.stringify(document, null, 2)}\n`)
        const { stringify } = await import('yaml')
        io.out(stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }))
      }),
    )
}
