// muster pack: the group for whoever edits a protocol pack. Checking, comparing and rehearsing read files only; publishing asks a server.
import type { Command } from 'commander'
import type { Io } from '../../io.ts'
import { addCheck } from './check.ts'
import { addDiff } from './diff.ts'
import { addLedger } from './ledger.ts'
import { addPublish } from './publish.ts'
import { addRehearse } from './rehearse.ts'
import { addServerPacks } from './server-packs.ts'

export function addPack(program: Command, io: Io): void {
  const pack = program
    .command('pack')
    .summary('check, compare, rehearse and publish protocol packs')
    .description('For whoever edits a protocol pack: check it, compare it with another, replay its rehearsals, publish it.')
  addCheck(pack, io)
  addDiff(pack, io)
  addRehearse(pack, io)
  addPublish(pack, io)
  addServerPacks(pack, io)
  addLedger(pack, io)
}
