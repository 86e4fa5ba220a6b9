// muster schema: the JSON Schema of the document, for editors that complete and check while typing.
import type { Command } from 'commander'
import type { Io } from '../io.ts'

export function addSchema(program: Command, io: Io): void {
  program
    .command('schema')
    .summary('print the JSON Schema of the document')
    .description('Prints the JSON Schema of the document, for your editor: # yaml-language-server: $schema=muster.schema.json')
    .action(async () => {
      const { jsonSchema } = await import('../document/config.ts')
      io.out(`${JSON.stringify(jsonSchema(), null, 2)}\n`)
    })
}
