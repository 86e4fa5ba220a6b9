// muster incidents alerts: what the monitors say, and how often they said it.
import type { Command } from 'commander'
import { readIncident, wholeNumber } from '../../arguments.ts'
import type { Io } from '../../io.ts'
import { table } from '../../render/table.ts'
import { when } from '../../render/times.ts'
import { present, withServer } from '../../session.ts'

type Alert = { status: string; severity: string; summary: string; source: string; count: number; lastAt: string }

export function addAlerts(incidents: Command, io: Io): void {
  incidents
    .command('alerts')
    .description('The alerts of an incident, with how often each was sent.')
    .argument('<number>', 'the incident', readIncident)
    .option('--limit <n>', 'at most so many', wholeNumber(1, 200), 50)
    .action((id: string, { limit }: { limit: number }, command: Command) =>
      withServer(command, io, async (session) =>
        present(
          session,
          await session.api.incidents.alerts({ id, limit }),
          ({ items, next }) => alertTable(items, io) + (next === null ? '' : `\nThere are more than these ${items.length}.\n`),
        ),
      ),
    )
}

function alertTable(alerts: readonly Alert[], io: Io): string {
  if (alerts.length === 0) return 'No alert belongs to it.\n'
  const columns = [
    { title: 'Status' },
    { title: 'Severity' },
    { title: 'Summary', flexible: true },
    { title: 'Source', flexible: true },
    { title: 'Sent' },
    { title: 'Last' },
  ]
  return table(
    { columns, rows: alerts.map((one) => [one.status, one.severity, one.summary, one.source, `${one.count}×`, when(one.lastAt, io)]) },
    io,
  )
}
