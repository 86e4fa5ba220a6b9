// muster incidents say: puts on the log what you did, saw, decided or asked.
import { SAID_KINDS, type SaidKind } from '@muster/core/vocabulary.ts'
import { Option, type Command } from 'commander'
import type { Io } from '../../io.ts'
import { incidentText } from '../../render/incident.ts'
import { present, withServer } from '../../session.ts'
import { acting, withActing } from './respond.ts'

type Options = { as?: string; kind: SaidKind }

export function addSay(incidents: Command, io: Io): void {
  withActing(incidents.command('say'))
    .description('Puts on the log what you did, saw, decided or asked.')
    .argument('<text>', 'what to put there')
    .addOption(new Option('--kind <kind>', 'what it is').choices(SAID_KINDS).default('did'))
    .action((id: string, text: string, { as, kind }: Options, command: Command) =>
      withServer(command, io, async (session) => {
        const incident = await session.api.incidents.say({ ...acting(id, as), kind, text })
        present(session, incident, (told) => `It stands on the log.\n\n${incidentText(told, io)}`)
      }),
    )
}
