// muster incidents log: everything that happened, in order, whole.
import type { LogEntry } from '@muster/contract/incidents.ts'
import type { Command } from 'commander'
import { readIncident } from '../../arguments.ts'
import type { Io } from '../../io.ts'
import { logTable } from '../../render/log.ts'
import { present, withServer, type Session } from '../../session.ts'

export function addLog(incidents: Command, io: Io): void {
  incidents
    .command('log')
    .description('Everything that happened in an incident, in order.')
    .argument('<number>', 'the incident', readIncident)
    .action((id: string, _options: object, command: Command) =>
      withServer(command, io, async (session) =>
        present(session, { items: await wholeLog(session, id) }, ({ items }) => logTable(items, io) || 'Nothing on the log yet.\n'),
      ),
    )
}

async function wholeLog({ api }: Session, id: string): Promise<LogEntry[]> {
  const entries: LogEntry[] = []
  for (;;) {
    const { items, next } = await api.incidents.log({ id, after: entries.at(-1)?.seq ?? 0, limit: 1000 })
    entries.push(...items)
    if (next === null || items.length === 0) return entries
  }
}
