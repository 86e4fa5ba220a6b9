// muster incidents list: those that are open, or the ones asked for, youngest first.
import type { IncidentView } from '@muster/contract/incidents.ts'
import { type Command, Option } from 'commander'
import { wholeNumber } from '../../arguments.ts'
import type { Io } from '../../io.ts'
import { incidentTable } from '../../render/incident.ts'
import { present, withServer, type Session } from '../../session.ts'

type Options = { status?: IncidentView['status'] | 'open'; service?: string; all?: boolean; limit: number }
type Found = { items: IncidentView[]; next: string | null }

const PAGE = 200

export function addList(incidents: Command, io: Io): void {
  incidents
    .command('list', { isDefault: true })
    .description('Incidents, youngest first. Without options: those that are open.')
    .addOption(new Option('--status <status>', 'only these').choices(['open', 'triggered', 'acknowledged', 'resolved']).conflicts('all'))
    .option('--service <slug>', 'only those of this service')
    .option('--all', 'resolved ones too')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 10_000), 50)
    .action((options: Options, command: Command) =>
      withServer(command, io, async (session) => present(session, await find(session, options), (found) => listText(found, options, io))),
    )
}

async function find({ api }: Session, { status, service, all, limit }: Options): Promise<Found> {
  const wanted = { ...(all === true ? {} : { status: status ?? 'open' }), ...(service === undefined ? {} : { service }) }
  const items: IncidentView[] = []
  let next: string | null = null
  do {
    const page: Found = await api.incidents.list({
      ...wanted,
      limit: Math.min(PAGE, limit - items.length),
      ...(next === null ? {} : { cursor: next }),
    })
    items.push(...page.items)
    next = page.next
  } while (next !== null && items.length < limit)
  return { items, next }
}

function listText({ items, next }: Found, options: Options, io: Io): string {
  if (items.length === 0)
    return options.all === true || options.status !== undefined ? 'No such incident.\n' : 'No open incident. All is quiet.\n'
  return incidentTable(items, io) + (next === null ? '' : `\nThere are more: --limit ${options.limit * 2}\n`)
}
