// muster incidents link, unlink, merge: what belongs together, and what is one and the same.
import { LINK_KINDS, type LinkKind } from '@muster/core/several/links.ts'
import { Option, type Command } from 'commander'
import { readIncident } from '../../arguments.ts'
import type { Io } from '../../io.ts'
import { incidentText } from '../../render/incident.ts'
import { present, withServer } from '../../session.ts'
import { acting, withActing } from './respond.ts'

type As = { as?: string }

export function addLinks(incidents: Command, io: Io): void {
  withActing(incidents.command('link'))
    .description('Says that two incidents belong together, or that this one is a part of the other, whose commander then commands both.')
    .argument('<other>', 'the other incident', readIncident)
    .addOption(new Option('--kind <kind>', 'how they belong together').choices(LINK_KINDS).default('related'))
    .action((id: string, to: string, { as, kind }: As & { kind: LinkKind }, command: Command) =>
      withServer(command, io, async (session) => {
        const incident = await session.api.incidents.link({ ...acting(id, as), to, kind })
        present(session, incident, (told) => `Linked with #${to}.\n\n${incidentText(told, io)}`)
      }),
    )
  withActing(incidents.command('unlink'))
    .description('Says that two incidents do not belong together.')
    .argument('<other>', 'the other incident', readIncident)
    .action((id: string, to: string, { as }: As, command: Command) =>
      withServer(command, io, async (session) => {
        const incident = await session.api.incidents.unlink({ ...acting(id, as), to })
        present(session, incident, (told) => `Not linked with #${to} any more.\n\n${incidentText(told, io)}`)
      }),
    )
  withActing(incidents.command('merge'))
    .description('Says that two incidents are one: this one ends, its open alerts go on in the other. It is not undone.')
    .argument('<into>', 'the one that goes on', readIncident)
    .requiredOption('--why <text>', 'how you know')
    .action((id: string, into: string, { as, why }: As & { why: string }, command: Command) =>
      withServer(command, io, async (session) => {
        const incident = await session.api.incidents.merge({ ...acting(id, as), into, why })
        present(session, incident, (told) => `Merged: it goes on here.\n\n${incidentText(told, io)}`)
      }),
    )
}
