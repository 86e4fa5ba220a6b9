// muster why: why somebody was, or was not, paged, in one sentence with the receipts under it.
import type { Why } from '@muster/contract/incidents.ts'
import type { Command } from 'commander'
import { readIncident } from '../arguments.ts'
import type { Io } from '../io.ts'
import { paragraph, table } from '../render/table.ts'
import { when } from '../render/times.ts'
import { present, withServer } from '../session.ts'

export function addWhy(program: Command, io: Io): void {
  program
    .command('why')
    .summary('why somebody was, or was not, paged')
    .description('Says in one sentence why a person was, or was not, paged for an incident, with the receipts.')
    .argument('<number>', 'the incident', readIncident)
    .argument('<person>', "the person's slug")
    .action((id: string, person: string, _options: object, command: Command) =>
      withServer(command, io, async (session) =>
        present(session, await session.api.incidents.why({ id, person }), (why) => whyText(why, io)),
      ),
    )
}

function whyText({ sentence, receipts }: Why, io: Io): string {
  const columns = [{ title: 'Time' }, { title: 'Step' }, { title: 'Detail', flexible: true }]
  const rows = receipts.map((receipt) => [when(receipt.at, io), receipt.hop.replaceAll('-', ' '), receipt.detail])
  return paragraph(sentence, io) + (rows.length === 0 ? '' : `\n${table({ columns, rows }, io)}`)
}
