// muster pack ledger: where incidents went otherwise than the protocol says, and which edit of the pack could follow.
import type { Command } from 'commander'
import { wholeNumber } from '../../arguments.ts'
import type { Api } from '../../client.ts'
import type { Io } from '../../io.ts'
import { table } from '../../render/table.ts'
import { present, withServer } from '../../session.ts'

type Ledger = Awaited<ReturnType<Api['packs']['ledger']>>

export function addLedger(pack: Command, io: Io): void {
  pack
    .command('ledger')
    .description(
      'Where the last incidents went otherwise than the protocol says, how often and why. It is about the protocol: nobody is named.',
    )
    .option('--incidents <n>', 'how many of the last are read', wholeNumber(1, 200), 50)
    .action(({ incidents }: { incidents: number }, command: Command) =>
      withServer(command, io, async (session) =>
        present(session, await session.api.packs.ledger({ incidents }), (told) => ledgerText(told, io)),
      ),
    )
}

function ledgerText({ incidents, entries, pack }: Ledger, io: Io): string {
  if (entries.length === 0) return `Nothing: what happened lately went as ${pack.name} says (incidents looked at: ${incidents}).\n`
  const columns = [
    { title: 'What', flexible: true },
    { title: 'Why', flexible: true },
    { title: 'Could follow', flexible: true },
  ]
  const rows = entries.map(({ says, reasons, proposal }) => [says, reasons.join('; '), proposal?.says ?? ''])
  return table({ columns, rows }, io)
}
