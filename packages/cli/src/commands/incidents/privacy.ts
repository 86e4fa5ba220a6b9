// muster incidents private, open-to-all, circle, let-in, shut-out: an incident that not everybody may see.
import type { Command } from 'commander'
import { readIncident } from '../../arguments.ts'
import type { Io } from '../../io.ts'
import { incidentText } from '../../render/incident.ts'
import { table } from '../../render/table.ts'
import { when } from '../../render/times.ts'
import { present, withServer } from '../../session.ts'
import { acting, withActing } from './respond.ts'

type As = { as?: string }

export function addPrivacy(incidents: Command, io: Io): void {
  const change = (name: string, isPrivate: boolean, about: string) =>
    withActing(incidents.command(name))
      .description(about)
      .requiredOption('--why <text>', 'why; it stands on the log')
      .action((id: string, { as, why }: As & { why: string }, command: Command) =>
        withServer(command, io, async (session) => {
          const incident = await session.api.incidents.setPrivacy({ ...acting(id, as), private: isPrivate, why })
          present(session, incident, (told) => incidentText(told, io))
        }),
      )
  change('private', true, 'Makes it private: only those who have a part in it, and administrators, see it.')
  change('open-to-all', false, 'Opens a private incident to all who may read incidents.')
  incidents
    .command('circle')
    .description('Shows who may see a private incident.')
    .argument('<incident>', 'its number or id', readIncident)
    .action((id: string, _options: object, command: Command) =>
      withServer(command, io, async (session) => {
        present(session, await session.api.incidents.circle({ id }), (circle) =>
          circle.private
            ? table(
                {
                  columns: [{ title: 'Name', flexible: true }, { title: 'Short name or id' }, { title: 'Since' }],
                  rows: circle.people.map(({ name, slug, viewer, since }) => [name, slug ?? viewer, when(since, io)]),
                },
                io,
              )
            : 'It is open to all who may read incidents.\n',
        )
      }),
    )
  const letting = (name: 'let-in' | 'shut-out', who: string, about: string) =>
    withActing(incidents.command(name))
      .description(about)
      .argument('<person>', who)
      .action((id: string, person: string, { as }: As, command: Command) =>
        withServer(command, io, async (session) => {
          const call = name === 'let-in' ? session.api.incidents.letIn : session.api.incidents.shutOut
          present(session, await call({ ...acting(id, as), person }), (told) => incidentText(told, io))
        }),
      )
  letting('let-in', 'their short name', 'Lets somebody see a private incident. They are told.')
  letting(
    'shut-out',
    'their short name, or the id that the circle gives',
    'Lets somebody see a private incident no longer, who has no part in it.',
  )
}
