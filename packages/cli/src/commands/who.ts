// muster who: who is on call, now or at another time, and why it is them.
import type { Command } from 'commander'
import { usage } from '../exit.ts'
import type { Io } from '../io.ts'
import { table, type Cell } from '../render/table.ts'
import { readTime, when } from '../render/times.ts'
import { present, withServer } from '../session.ts'

export function addWho(program: Command, io: Io): void {
  program
    .command('who')
    .summary('who is on call, and why')
    .description('Says who is on call on every schedule, until when, and why it is them.')
    .option('--at <time>', 'another time: 04:30, +2h, 2026-04-14T09:00, or an ISO instant')
    .action((options: { at?: string }, command: Command) =>
      withServer(command, io, async (session) => {
        const at = options.at === undefined ? undefined : (readTime(options.at, io) ?? undefined)
        if (options.at !== undefined && at === undefined)
          throw usage(`"${options.at}" is not a time.`, 'Write 04:30, +2h, 2026-04-14T09:00 or 2026-04-14T09:00:00Z.')
        const onCall = await session.api.onCall.list(at === undefined ? {} : { at })
        present(session, onCall, (told) => (at === undefined ? '' : `On call at ${when(at, io)}\n\n`) + scheduleTable(told.schedules, io))
      }),
    )
}

type Schedule = { name: string; people: { name: string }[]; until: string | null; why: string }

function scheduleTable(schedules: readonly Schedule[], io: Io): string {
  if (schedules.length === 0) return 'No schedule yet. Describe one in a document and run muster apply -f org.yaml.\n'
  const columns = [{ title: 'Schedule' }, { title: 'On call' }, { title: 'Until' }, { title: 'Why', flexible: true }]
  const rows = schedules.map((one): Cell[] => [
    one.name,
    one.people.length === 0 ? { text: 'nobody', tint: 'red' } : one.people.map((person) => person.name).join(', '),
    one.until === null ? '' : when(one.until, io),
    one.why,
  ])
  return table({ columns, rows }, io)
}
