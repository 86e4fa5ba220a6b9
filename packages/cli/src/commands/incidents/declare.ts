// muster incidents declare: opens an incident that no monitor has told of.
import { SEVERITIES } from '@muster/core/vocabulary.ts'
import { Option, type Command } from 'commander'
import type { Io } from '../../io.ts'
import { incidentText } from '../../render/incident.ts'
import { present, withServer } from '../../session.ts'

type Options = {
  as?: string
  severity: (typeof SEVERITIES)[number]
  source?: string
  mine?: boolean
  test?: boolean
  private?: boolean
  anyway?: boolean
}

export function addDeclare(incidents: Command, io: Io): void {
  incidents
    .command('declare')
    .description('Opens an incident that no monitor has told of, and wakes whom an alert of that severity would wake.')
    .argument('<service>', 'the service that fails, or is most likely to')
    .argument('<title>', 'what is wrong, as users see it')
    .addOption(new Option('-s, --severity <severity>', 'how bad it is; in doubt the graver one').choices(SEVERITIES).default('SEV1'))
    .option('--source <who>', 'who or what told of it, such as customer support')
    .option('--mine', 'you have it: the ladder wakes nobody else')
    .option('--test', 'a test: everything goes its way, and nothing reaches anybody outside')
    .option('--private', 'only those it draws in, and administrators, see it')
    .option('--anyway', 'even though an incident of this service is open')
    .option('--as <person>', 'the person on whose behalf')
    .action(
      (
        service: string,
        title: string,
        { mine = false, test = false, anyway = false, private: isPrivate = false, ...said }: Options,
        command: Command,
      ) =>
        withServer(command, io, async (session) => {
          const declared = await session.api.incidents.declare({ service, title, mine, test, anyway, private: isPrivate, ...said })
          present(session, declared, (incident) => incidentText(incident, io))
        }),
    )
}
