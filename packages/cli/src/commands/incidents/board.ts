// muster incidents board: several incidents at once, in the order of what they do to the business.
import type { BoardView } from '@muster/contract/board.ts'
import type { Command } from 'commander'
import { wholeNumber } from '../../arguments.ts'
import type { Io } from '../../io.ts'
import { severityMark } from '../../render/severity.ts'
import { paragraph, table, type Cell } from '../../render/table.ts'
import { when } from '../../render/times.ts'
import { present, withServer } from '../../session.ts'

export function addBoard(incidents: Command, io: Io): void {
  incidents
    .command('board')
    .description('Several incidents at once: in the order of impact, who commands each, what is due next, who is needed twice.')
    .option('--from <n>', 'leave out so many of the gravest: the way to those beyond the first 50', wholeNumber(0, 1000), 0)
    .action(({ from }: { from: number }, command: Command) =>
      withServer(command, io, async (session) => present(session, await session.api.board.show({ from }), (board) => textOf(board, io))),
    )
}

function textOf({ rows, from, more, question, conflicts, degradations }: BoardView, io: Io): string {
  if (rows.length === 0 && from > 0) return `No more than ${from} are open.\n`
  if (rows.length === 0) return 'Nothing is open. The board is for several incidents at once.\n'
  return [
    ...(question === null ? [] : [paragraph(`To be decided: ${question.says}`, io)]),
    rowsTable(rows, io),
    ...(more === 0 ? [] : [`${more} more are open: muster incidents board --from ${from + rows.length}\n`]),
    ...conflicts.map((one) => paragraph(conflictText(one), io)),
    ...degradations.map(({ on, text, by }) => paragraph(`Degraded meanwhile, by ${by} in #${on.number}: ${text}`, io)),
  ].join('\n')
}

function rowsTable(rows: BoardView['rows'], io: Io): string {
  const columns = [
    { title: 'Severity', flexible: 10 },
    { title: 'No' },
    { title: 'Title', flexible: true },
    { title: 'Command', flexible: 10 },
    { title: 'Next', flexible: true },
    { title: 'Due', flexible: 9 },
  ] as const
  const cells = rows.map(({ grade, number, under, title, commander, clock }): Cell[] => [
    severityMark(grade),
    `#${number}`,
    under === null ? title : `${title} (part of #${under})`,
    commander?.name ?? { text: 'vacant', tint: 'amber' },
    clock?.says ?? '',
    clock === null ? '' : clock.state === 'overdue' ? { text: when(clock.dueAt, io), tint: 'amber' } : when(clock.dueAt, io),
  ])
  return table({ columns, rows: cells }, io)
}

function conflictText(one: BoardView['conflicts'][number]): string {
  if (one.type === 'role') {
    const queue = one.queue.map(({ number, who }) => `#${number}${who === null ? '' : ` (${who} is there)`}`)
    return `${one.role.name} is wanted by ${queue.length}, in this order: ${queue.join(', ')}.`
  }
  return `${one.who.name} is needed in ${one.at.map(({ number }) => `#${number}`).join(' and ')}.`
}
