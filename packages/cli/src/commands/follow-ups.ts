// muster follow-ups: what incidents left to be done, over all of them.
import type { FollowUpView } from '@muster/contract/follow-ups.ts'
import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { table, type Cell } from '../render/table.ts'
import { present, withServer } from '../session.ts'

export function addFollowUps(program: Command, io: Io): void {
  program
    .command('follow-ups')
    .summary('what incidents left to be done')
    .description(
      'Says what incidents left to be done, by whom and until when. End one with: incidents record N followup.done followup=SEQ "text=…"',
    )
    .option('--done', 'those that are done, youngest first')
    .action(({ done = false }: { done?: boolean }, command: Command) =>
      withServer(command, io, async (session) =>
        present(session, await session.api.followUps.list({ state: done ? 'done' : 'open' }), ({ items }) => followUpTable(items, io)),
      ),
    )
}

export function followUpTable(items: readonly FollowUpView[], io: Io): string {
  if (items.length === 0) return 'None.\n'
  const columns = [{ title: 'Until' }, { title: 'What', flexible: true }, { title: 'Owner', flexible: 10 }, { title: 'Incident' }] as const
  const until = ({ due, isLate, done }: FollowUpView): Cell =>
    done === null ? (isLate ? { text: `${due}, late`, tint: 'red' } : due) : 'done'
  const what = ({ text, done }: FollowUpView) => (done === null ? text : `${text} ${done.by}: ${done.text}`)
  const rows = items.map((one): Cell[] => [until(one), what(one), one.owner, `#${one.incident.number}, entry ${one.seq}`])
  return table({ columns, rows }, io)
}
