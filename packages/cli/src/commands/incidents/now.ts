// muster incidents now: the next step of an incident, and everything that is owed in it.
import type { Command } from 'commander'
import { readIncident } from '../../arguments.ts'
import type { Io } from '../../io.ts'
import { protocolText } from '../../render/protocol.ts'
import { present, withServer } from '../../session.ts'

export function addNow(incidents: Command, io: Io): void {
  incidents
    .command('now')
    .description('What the protocol says of an incident now: the next step, and what is owed by whom until when.')
    .argument('<number>', 'the incident', readIncident)
    .action((id: string, _options: object, command: Command) =>
      withServer(command, io, async (session) =>
        present(session, await session.api.incidents.protocol({ id }), (view) => protocolText(view, io)),
      ),
    )
}
