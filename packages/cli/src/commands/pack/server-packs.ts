// muster pack list and muster pack show: the packs a server knows, and one version of one of them.
import type { Command } from 'commander'
import { wholeNumber } from '../../arguments.ts'
import type { Api } from '../../client.ts'
import type { Io } from '../../io.ts'
import { table } from '../../render/table.ts'
import { when } from '../../render/times.ts'
import { present, withServer } from '../../session.ts'

type Row = Awaited<ReturnType<Api['packs']['list']>>['items'][number]
type Shown = Awaited<ReturnType<Api['packs']['show']>>

export function addServerPacks(pack: Command, io: Io): void {
  pack
    .command('list')
    .description('The packs of the server and those of the organisation, with the newest version of each.')
    .action((_options: object, command: Command) =>
      withServer(command, io, async (session) => present(session, await session.api.packs.list(), ({ items }) => listText(items, io))),
    )
  pack
    .command('show')
    .description('A pack of the organisation as it was written, and its versions behind it; with --versions those alone.')
    .argument('<name>', 'the pack, as listed; ours@2 is its second version')
    .option('--versions', 'only who published which version, and why')
    .action((named: string, { versions }: { versions?: boolean }, command: Command) =>
      withServer(command, io, async (session) => {
        const [name = '', version] = named.split('@')
        const shown = await session.api.packs.show({
          pack: name,
          ...(version !== undefined && { version: wholeNumber(1, 1_000_000)(version) }),
        })
        if (session.json || versions === true || shown.document === null) return present(session, shown, (one) => versionsText(one, io))
        // Line by line: what a terminal would obey is taken out, and the lines stay.
        present(session, shown.document.split('\n'), (lines) => lines.join('\n'))
      }),
    )
}

function listText(items: readonly Row[], io: Io): string {
  const columns = [{ title: 'Pack' }, { title: 'Version' }, { title: 'From' }, { title: 'What it is', flexible: true }]
  const rows = items.map(({ name, version, isOwn, isChosen, base, about }) => [
    isChosen ? `${name} (chosen)` : name,
    `${version}`,
    isOwn ? (base === null ? 'the organisation' : `${base.name} ${base.version}`) : 'the server',
    about,
  ])
  return table({ columns, rows }, io)
}

function versionsText({ versions, isOwn, name, about }: Shown, io: Io): string {
  if (!isOwn) return `${name} comes with the server: ${about}\n`
  const columns = [
    { title: 'Version' },
    { title: 'When' },
    { title: 'Who' },
    { title: 'Why', flexible: true },
    { title: 'What changed', flexible: true },
  ]
  const rows = versions.map(({ version, at, by, note, changes }) => [
    `${version}`,
    at === null ? '' : when(at, io),
    by ?? 'Muster',
    note,
    changes.join('; '),
  ])
  return table({ columns, rows }, io)
}
