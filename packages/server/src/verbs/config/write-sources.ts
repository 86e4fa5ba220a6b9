// Writes the sources of readings. A token goes only to the server it was given for: an address elsewhere forgets it.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'
import type { Secrets } from '../../secrets.ts'
import type { Row, Tx } from '../../store/db.ts'
import { hex, upsertRows } from '../../store/rows.ts'
import type { Current } from './current.ts'
import type { IdOf } from './write-people.ts'

type Source = ConfigDocument['sources'][number]
type Writing = { tx: Tx; orgId: OrgId; secrets: Secrets }

const named = { key: 'org_id, id', fixed: ['slug'] }

export async function writeSources(
  { tx, orgId, secrets }: Writing,
  { current, wanted, idOf }: { current: Current; wanted: readonly Source[]; idOf: IdOf },
): Promise<void> {
  const idFor = ({ slug }: Source) => idOf('source', slug)
  const row = (one: Source): Row => ({
    org_id: orgId,
    id: idFor(one),
    slug: one.slug,
    kind: one.kind,
    name: one.name,
    url: one.url,
    lag_minutes: one.lagMinutes,
    trust: one.trust,
  })
  const before = new Map(current.document.sources.map((one) => [one.slug, one.url]))
  const stays = ({ slug, url, token }: Source) => token === undefined && originOf(before.get(slug) ?? url) === originOf(url)
  await upsertRows(tx, 'sources', wanted.filter(stays).map(row), named)
  const sealed = wanted
    .filter((one) => !stays(one))
    .map((one) => ({ ...row(one), token: one.token === undefined ? null : hex(secrets.seal(one.token, `${orgId} ${idFor(one)}`)) }))
  await upsertRows(tx, 'sources', sealed, named)
  await tx.query('delete from sources where org_id = $1 and not id = any($2)', [orgId, wanted.map(idFor)])
}

const originOf = (url: string): string => URL.parse(url)?.origin ?? url
