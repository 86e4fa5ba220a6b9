// muster schema: the JSON Schema of a document, for editors that complete and check while typing.
import { Argument, type Command } from 'commander'
import type { published } from '../document/published.ts'
import type { Io } from '../io.ts'

// Not taken from the schemas, which would load the whole contract before every command.
const documents = ['organisation', 'pack', 'rehearsal'] as const satisfies readonly (keyof typeof published)[]

export function addSchema(program: Command, io: Io): void {
  program
    .command('schema')
    .summary('print the JSON Schema of a document')
    .description(
      "Prints the JSON Schema of the organisation's document, of a protocol pack's files or of a rehearsal, for your editor: # yaml-language-server: $schema=muster.schema.json",
    )
    .addArgument(new Argument('[document]', 'which document').choices(documents).default('organisation'))
    .action(async (document: (typeof documents)[number]) => {
      const { published } = await import('../document/published.ts')
      io.out(`${JSON.stringify(published[document](), null, 2)}\n`)
    })
}
