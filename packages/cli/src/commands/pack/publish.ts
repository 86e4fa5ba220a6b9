// muster pack publish: a checked pack becomes the next version on the server; incidents that are open keep theirs.
import path from 'node:path'
import type { Command } from 'commander'
import { usage } from '../../exit.ts'
import type { Io } from '../../io.ts'
import { present, withServer } from '../../session.ts'

type Options = { note: string; managedBy?: string }

export function addPublish(pack: Command, io: Io): void {
  pack
    .command('publish')
    .description("Publishes the pack in a folder. Its version has to follow the server's newest, so that nobody's change is lost.")
    .argument('<folder>', 'the folder of the pack')
    .requiredOption('--note <text>', 'why; whoever reads the versions later sees it')
    .option(
      '--managed-by <place>',
      "where the organisation's file is kept, as it says itself: needed while that file manages the organisation",
    )
    .action(async (folder: string, { note, managedBy }: Options, command: Command) => {
      const { packIn, yamlFilesIn } = await import('../../pack/load.ts')
      const { readText } = await import('../../document/read.ts')
      const { written } = packIn(folder)
      const document = joined(yamlFilesIn(folder).map((file) => ({ file: path.basename(file), text: readText(file) })))
      const { parseYaml } = await import('@muster/contract/document/yaml.ts')
      if (parseYaml('pack', document).faults.length > 0)
        throw usage(`The files in ${folder} cannot be sent as one.`, 'An anchor holds in its own file only: give each another name.')
      await withServer(command, io, async (session) => {
        const shown = await session.api.packs.publish({
          document,
          after: written.version - 1,
          note,
          ...(managedBy !== undefined && { managedBy }),
        })
        present(session, shown, ({ name, version, isChosen }) =>
          isChosen
            ? `${name}, version ${version}, is published. New incidents go by it; those that are open keep theirs.\n`
            : `${name}, version ${version}, is published. Nobody goes by it until the organisation chooses it (organisation.protocol).\n`,
        )
      })
    })
}

/** The head of a pack first; each file keeps its comments. */
function joined(files: readonly { file: string; text: string }[]): string {
  const [only] = files
  if (only !== undefined && files.length === 1) return only.text
  const inOrder = files.toSorted((a, b) => Number(b.file === 'pack.yaml') - Number(a.file === 'pack.yaml'))
  return inOrder.map(({ text }) => text.replace(/\n*$/, '\n')).join('\n')
}
