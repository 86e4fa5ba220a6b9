// muster test-contact: one test message to one contact, and what its provider answered.
import type { Command } from 'commander'
import { EXIT, Failure } from '../exit.ts'
import type { Io } from '../io.ts'
import { present, withServer } from '../session.ts'

export function addTestContact(program: Command, io: Io): void {
  program
    .command('test-contact')
    .summary('send a test message to a contact')
    .description('Sends a test message now and says what the provider answered.')
    .argument('<person>', "the person's slug")
    .argument('<contact>', "the contact's slug")
    .action((person: string, contact: string, _options: object, command: Command) =>
      withServer(command, io, async (session) => {
        const tested = await session.api.contacts.test({ person, contact })
        present(session, tested, (told) =>
          told.result === 'delivered' ? `Delivered. ${told.detail}\nDid it arrive? Only ${person} can say.\n` : '',
        )
        if (tested.result === 'retry')
          throw new Failure(EXIT.refused, `Not delivered yet: ${tested.detail}`, [
            'This may pass. A page would be sent again; try the test again too.',
          ])
        if (tested.result === 'never')
          throw new Failure(EXIT.refused, `Not delivered: ${tested.detail}`, [
            `Pages would not reach ${person} here. Correct the contact and apply again.`,
          ])
      }),
    )
}
