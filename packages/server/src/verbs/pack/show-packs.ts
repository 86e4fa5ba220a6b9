// The packs there are to choose from, and one of them with its versions: who published each, why, and what it changed.
import { partsOf } from '@muster/contract/pack.ts'
import type { PackRow, PackShown, PackVersion } from '@muster/contract/packs.ts'
import type { Actor } from '@muster/core/page/page.ts'
import { differenceOf } from '@muster/core/protocol/difference.ts'
import { sentencesOf } from '@muster/core/protocol/difference-words.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import type { Instant, OrgId } from '@muster/core/vocabulary.ts'
import type { Packs } from '../../packs.ts'
import type { Tx } from '../../store/db.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { iso } from '../read/views.ts'

/** Versions whose changes are told; those before them are still there to be read. */
const MOST_VERSIONS = 100

type Row = {
  name: string
  version: number
  base: string | null
  base_version: number | null
  note: string
  proposed_by: string | null
  actor: Actor
  at: Instant
}

export async function listPacks(world: World, caller: Caller): Promise<{ items: PackRow[] }> {
  permit(caller, 'pack.read')
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const { rows } = await tx.query<Row>(
      `select distinct on (name) name, version, base, base_version, note, proposed_by, actor, at from packs where org_id = $1 order by name, version desc`,
      [caller.orgId],
    )
    const shipped = world.packs.names.map((name) => rowOf({ packs: world.packs, config }, name, undefined))
    return { items: [...rows.map((row) => rowOf({ packs: world.packs, config }, row.name, row)), ...shipped] }
  })
}

type Known = { packs: Packs; config: OrgConfig }

function rowOf({ packs, config }: Known, name: string, row: Row | undefined): PackRow {
  const { about, version } = packs.of(config, { protocol: name, protocolVersion: null })
  const base = row?.base ?? null
  const baseVersion = row?.base_version ?? null
  return {
    name,
    isOwn: row !== undefined,
    isChosen: packs.chosenBy(config).name === name,
    about,
    version,
    base:
      base === null || baseVersion === null
        ? null
        : { name: base, version: baseVersion, newest: packs.shipped(base)?.pack.version ?? null },
  }
}

type Asked = { pack: string; version?: number | undefined }

export async function showPack(world: World, caller: Caller, asked: Asked): Promise<PackShown> {
  permit(caller, 'pack.read')
  return shownPack(world, caller.orgId, asked)
}

/** To whoever has just published it, too. */
export async function shownPack(world: World, orgId: OrgId, asked: Asked): Promise<PackShown> {
  return world.db.app(orgId, async (tx) => {
    const config = await world.configs.of(tx, orgId)
    return config.packs.has(asked.pack)
      ? showOwn(tx, { packs: world.packs, config }, asked)
      : showShipped({ packs: world.packs, config }, asked)
  })
}

function showShipped(known: Known, { pack: name, version }: Asked): PackShown {
  const shipped = known.packs.shipped(name)
  if (shipped === undefined || (version !== undefined && version !== shipped.written.version)) throw noSuchPack(name, version)
  const from: PackVersion = {
    version: shipped.written.version,
    at: null,
    by: null,
    note: '',
    proposedBy: null,
    base: null,
    baseVersion: null,
  }
  return {
    ...rowOf(known, name, undefined),
    shown: shipped.written.version,
    document: null,
    parts: partsOf(shipped.written),
    baseParts: null,
    versions: [{ ...from, changes: [] }],
  }
}

async function showOwn(tx: Tx, known: Known, { pack: name, version }: Asked): Promise<PackShown> {
  const { orgId } = known.config
  const rows = await versionsOf(tx, orgId, name)
  const own = known.config.packs.get(name) ?? []
  const shown = version === undefined ? own.at(-1) : own.find((one) => one.version === version)
  if (shown === undefined) throw noSuchPack(name, version)
  const document = await documentOf(tx, orgId, { name, version: shown.version })
  const base = rows.find((row) => row.version === shown.version)?.base ?? null
  const baseNow = base === null ? undefined : known.packs.shipped(base)?.written
  const writtenIn = (of: number): Pack | undefined => own.find((one) => one.version === of)?.written() ?? baseNow
  return {
    ...rowOf(known, name, rows[0]),
    shown: shown.version,
    document,
    parts: partsOf(shown.written()),
    baseParts: baseNow === undefined ? null : partsOf(baseNow),
    versions: rows.map((row) => ({ ...versionView(row), changes: changesBetween(writtenIn(row.version - 1), writtenIn(row.version)) })),
  }
}

/** Youngest first. */
async function versionsOf(tx: Tx, orgId: OrgId, name: string): Promise<Row[]> {
  const { rows } = await tx.query<Row>(
    `select name, version, base, base_version, note, proposed_by, actor, at from packs where org_id = $1 and name = $2 order by version desc limit $3`,
    [orgId, name, MOST_VERSIONS],
  )
  return rows
}

export async function documentOf(tx: Tx, orgId: OrgId, { name, version }: { name: string; version: number }): Promise<string> {
  const { rows } = await tx.query<{ document: string }>('select document from packs where org_id = $1 and name = $2 and version = $3', [
    orgId,
    name,
    version,
  ])
  const row = rows[0]
  if (row === undefined) throw noSuchPack(name, version)
  return row.document
}

const versionView = ({ version, at, actor, note, proposed_by: proposedBy, base, base_version: baseVersion }: Row): PackVersion => ({
  version,
  at: iso(at),
  by: 'name' in actor ? actor.name : null,
  note,
  proposedBy,
  base,
  baseVersion,
})

export const changesBetween = (before: Pack | undefined, after: Pack | undefined): string[] =>
  before === undefined || after === undefined ? [] : differenceOf(before, after).flatMap(sentencesOf)

function noSuchPack(name: string, version: number | undefined): Refused {
  return version === undefined
    ? new Refused('NOT_FOUND', { reason: 'no-such-pack', hint: `There is no pack "${name}". The list of packs shows which there are.` })
    : new Refused('NOT_FOUND', {
        reason: 'no-such-version',
        hint: `There is no version ${version} of "${name}". Its versions stand beside it.`,
      })
}
