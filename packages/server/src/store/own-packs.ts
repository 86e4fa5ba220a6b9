// The packs an organisation has written itself: every version is kept, and none ever changes, so what was loaded stays right.
import { expand } from '@muster/core/protocol/expand.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'
import type { Db, Tx } from './db.ts'

/** `pack` has what the deviations ask for among its duties, and is what an incident is read by. */
export type OwnVersion = { version: number; written: () => Pack; pack: () => Pack }

/** By name; the versions oldest first, never none. */
export type OwnPacks = ReadonlyMap<string, readonly OwnVersion[]>

type Row = { name: string; version: number; written: string }

/** Only what is not known yet is read. */
export async function loadOwnPacks(tx: Tx, orgId: OrgId, known: OwnPacks): Promise<OwnPacks> {
  const there = [...known].flatMap(([name, versions]) => versions.map(({ version }) => `${name} ${version}`))
  const { rows } = await tx.query<Row>(
    `select name, version, written::text as written from packs where org_id = $1 and name || ' ' || version <> all($2) order by name, version`,
    [orgId, there],
  )
  return rows.length === 0 ? known : withRows(known, rows)
}

/** What the packs of this server say now is kept, and what those of earlier ones said is given back. */
export async function keepShipped(db: Db, shipped: readonly Pack[]): Promise<OwnPacks> {
  for (const pack of shipped)
    await db.query('insert into shipped_packs (name, version, written) values ($1, $2, $3) on conflict do nothing', [
      pack.name,
      pack.version,
      JSON.stringify(pack),
    ])
  return withRows(
    new Map(),
    await db.query<Row>('select name, version, written::text as written from shipped_packs order by name, version'),
  )
}

function withRows(known: OwnPacks, rows: readonly Row[]): OwnPacks {
  const all = new Map(known)
  for (const { name, version, written } of rows) all.set(name, [...(all.get(name) ?? []), versionOf(version, written)])
  return all
}

/** Taken apart when it is first asked for: most versions are history. */
function versionOf(version: number, text: string): OwnVersion {
  const written = once(() => JSON.parse(text) as Pack)
  return { version, written, pack: once(() => expand(written())) }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}

export function newestOf(own: OwnPacks, name: string): OwnVersion | undefined {
  return own.get(name)?.at(-1)
}
