// muster pack: the group for whoever edits a protocol pack. It reads files only; no server is asked.
import type { Command } from 'commander'
import type { Io } from '../../io.ts'
import { addCheck } from './check.ts'
import { addDiff } from './diff.ts'
import { addRehearse } from './rehearse.ts'

export function addPack(program: Command, io: Io): void {
  const pack = program
    .command('pack')
    .summary('check, compare and rehearse protocol packs')
    .description('For whoever edits a protocol pack: check it, compare it with another, replay its rehearsals. Reads files only.')
  addCheck(pack, io)
  addDiff(pack, io)
  addRehearse(pack, io)
}
