// Publishing a version of a protocol pack: from then on new incidents go by it, and those that are open keep theirs.
import type { PackChecked, PackShown } from '@muster/contract/packs.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import type { Tx } from '../../store/db.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import { newestOf } from '../../store/own-packs.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { oneAtATime } from '../config/change-config.ts'
import { protocolFaults } from '../config/check-meaning.ts'
import { readCurrent } from '../config/current.ts'
import { managedBy, refuseElsewhere } from '../config/managed.ts'
import { withVersion } from './with-version.ts'
import { standingBefore } from './preview.ts'
import { readDraft, type Read } from './read-draft.ts'
import { changesBetween, documentOf, shownPack } from './show-packs.ts'

type Publishing = { document: string; after: number; note: string; managedBy?: string | undefined; proposedBy?: string | undefined }

/** Named in the audit; the rest stands with the version. */
const MOST_TOLD = 20

export async function publishPack(world: World, caller: Caller, said: Publishing): Promise<PackShown> {
  permit(caller, 'pack.publish')
  const name = await world.db.app(caller, (tx) => publish(world, tx, caller, said))
  return shownPack(world, caller.orgId, { pack: name })
}

/** What it said then, as the version that comes next: nothing of what was in between is lost. Where a file manages the organisation, the way back is in the file's history. */
export async function goBack(
  world: World,
  caller: Caller,
  { pack, version, after, note }: { pack: string; version: number; after: number; note: string },
): Promise<PackShown> {
  permit(caller, 'pack.publish')
  await world.db.app(caller, async (tx) => {
    const document = await documentOf(tx, caller.orgId, { name: pack, version })
    return publish(world, tx, caller, { document, after, note })
  })
  return shownPack(world, caller.orgId, { pack })
}

async function publish(
  world: World,
  tx: Tx,
  caller: Caller,
  { document, after, note, managedBy: from, proposedBy }: Publishing,
): Promise<string> {
  await oneAtATime(tx, caller.orgId)
  refuseElsewhere(await managedBy(tx, caller.orgId), from, 'The protocol')
  const config = await world.configs.of(tx, caller.orgId)
  const draft = readDraft(world.packs, document)
  if (!draft.ok) throw notRight(draft.faults.map(faultAt))
  const { written, base } = draft.read
  const newest = newestOf(config.packs, written.name)?.version ?? 0
  if (newest !== after) throw changedMeanwhile(written.name, newest)
  await refuseDangling(tx, config, draft.read.pack)
  const version = newest + 1
  await tx.query(
    `insert into packs (org_id, name, version, base, base_version, document, written, note, proposed_by, actor, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      caller.orgId,
      written.name,
      version,
      base,
      base === null ? null : (world.packs.shipped(base)?.written.version ?? null),
      withVersion(document, version),
      JSON.stringify({ ...written, version }),
      note,
      proposedBy ?? null,
      JSON.stringify(caller.actor),
      world.clock.now(),
    ],
  )
  await tx.query('update orgs set config_version = config_version + 1 where id = $1', [caller.orgId])
  const changes = changesOf(world, config, draft.read)
  await audit(world, tx, caller, {
    action: 'pack.publish',
    subject: written.name,
    detail: { version, note, changes: changes.slice(0, MOST_TOLD), ...(proposedBy !== undefined && { proposedBy }) },
  })
  return written.name
}

/** Of what it is laid over nobody here has the lines. */
const faultAt = ({ line, column, path, says, inBase }: PackChecked['faults'][number]) => ({
  at: `${inBase ? 'below:' : `${line}:${column}`} ${path}`.trim(),
  says,
})

const changesOf = (world: World, config: OrgConfig, read: Read): string[] =>
  changesBetween(standingBefore(world.packs, config, read).written, read.written)

/** Roles people are on call for, and audiences people are told as: the chosen pack must go on having them. */
async function refuseDangling(tx: Tx, config: OrgConfig, pack: Pack): Promise<void> {
  if (config.protocol !== pack.name) return
  const { document } = await readCurrent(tx, config.orgId)
  const faults = protocolFaults(document, pack)
  if (faults.length > 0) throw notRight(faults)
}

function notRight(faults: { at: string; says: string }[]): Refused {
  return new Refused('INVALID', { reason: 'invalid-pack', hint: 'Mend every fault listed, then publish again.', faults })
}

function changedMeanwhile(name: string, newest: number): Refused {
  return new Refused('CONFLICT', {
    reason: 'changed-meanwhile',
    hint:
      newest === 0
        ? `There is no version of "${name}" yet: it is published as a new pack.`
        : `Version ${newest} of "${name}" is the newest. Look at what it says now, then publish yours on top of it.`,
  })
}
