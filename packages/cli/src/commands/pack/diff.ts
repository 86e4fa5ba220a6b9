// muster pack diff: what another pack, or another version of one, says differently.
import type { Command } from 'commander'
import { EXIT, Failure } from '../../exit.ts'
import type { Io } from '../../io.ts'
import { present, type GlobalOptions } from '../../session.ts'

type Options = { exitCode?: boolean } & GlobalOptions

export function addDiff(pack: Command, io: Io): void {
  pack
    .command('diff')
    .description('Compares two packs part by part and name by name, with everything they take from packs they extend.')
    .argument('<before>', 'the folder of one pack')
    .argument('<after>', 'the folder of the other')
    .option('--exit-code', 'end with 1 when they differ')
    .action(async (...[before, after, _options, command]: [string, string, object, Command]) => {
      const { packIn } = await import('../../pack/load.ts')
      const { differenceOf } = await import('@muster/core/protocol/difference.ts')
      const { differenceText } = await import('../../render/pack-difference.ts')
      const { json, exitCode } = command.optsWithGlobals<Options>()
      const changes = differenceOf(packIn(before).written, packIn(after).written)
      present({ io, json: json === true }, { same: changes.length === 0, changes }, (told) => differenceText(told.changes, io))
      if (exitCode === true && changes.length > 0) throw new Failure(EXIT.refused, 'They differ.')
    })
}
