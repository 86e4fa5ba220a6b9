// muster pack rehearse: replays scripted incidents on a pack, and says where it now says something else.
import path from 'node:path'
import type { Command } from 'commander'
import { refused, usage } from '../../exit.ts'
import type { Io } from '../../io.ts'
import type { Rehearsed } from '../../pack/rehearse.ts'
import { table, type Cell } from '../../render/table.ts'
import { present, type GlobalOptions } from '../../session.ts'

export function addRehearse(pack: Command, io: Io): void {
  pack
    .command('rehearse')
    .description('Replays scripted incidents on a pack. Ends with 1 when the pack says anything else than a rehearsal expects.')
    .argument('<folder>', 'the folder of the pack')
    .argument('[files...]', 'the rehearsals; otherwise those in its folder rehearsals/')
    .action(async (folder: string, files: string[], _options: object, command: Command) => {
      const rehearsed = await rehearseAll(folder, files)
      const differ = rehearsed.filter(({ differences }) => differences.length > 0).length
      const answer = { ok: differ === 0, rehearsals: rehearsed }
      present({ io, json: command.optsWithGlobals<GlobalOptions>().json === true }, answer, (told) => resultText(told.rehearsals, io))
      if (differ > 0) throw refused(`${differ} of ${rehearsed.length} rehearsals ${differ === 1 ? 'differs' : 'differ'}.`)
    })
}

async function rehearseAll(folder: string, given: readonly string[]): Promise<Rehearsed[]> {
  const { notRightYet, packIn, yamlFilesIn } = await import('../../pack/load.ts')
  const { loadRehearsals, replay } = await import('../../pack/rehearse.ts')
  const { pack } = packIn(folder)
  const files = given.length > 0 ? given : yamlFilesIn(path.join(folder, 'rehearsals'))
  if (files.length === 0)
    throw usage(`There is no rehearsal in ${path.join(folder, 'rehearsals')}.`, 'Write one there, or name the files behind the folder.')
  const { faults, rehearsals } = loadRehearsals(files, pack)
  if (faults.length > 0) throw notRightYet('A rehearsal', faults)
  return rehearsals.map((one) => replay(pack, one))
}

function resultText(rehearsed: readonly Rehearsed[], io: Io): string {
  const columns = [{ title: 'Rehearsal', flexible: true }, { title: 'State' }, { title: 'Says', flexible: true }]
  return table({ columns, rows: rehearsed.flatMap(rowsOf) }, io)
}

function rowsOf({ file, name, moments, differences }: Rehearsed): Cell[][] {
  if (differences.length === 0) return [[name, { text: '✓ passed', tint: 'green' }, `${moments} ${moments === 1 ? 'moment' : 'moments'}`]]
  return differences.map(({ line, column, says }) => [name, { text: '✗ differs', tint: 'red' }, `${file}:${line}:${column}  ${says}`])
}
