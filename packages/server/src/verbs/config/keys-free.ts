// An integration key belongs to one integration of one organisation: a second one is refused before anything is written.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import { digest } from '../../secrets.ts'
import type { Tx } from '../../store/db.ts'
import { Refused } from '../actor.ts'
import type { Current } from './current.ts'

export async function assertKeysFree(tx: Tx, current: Current, wanted: ConfigDocument): Promise<void> {
  const given = wanted.services.flatMap((service, s) =>
    service.integrations.flatMap(({ slug, key }, i) =>
      key === undefined
        ? []
        : [{ at: `services[${s}].integrations[${i}].key`, hash: digest(key), id: current.ids.get(`integration ${service.slug} ${slug}`) }],
    ),
  )
  if (given.length === 0) return
  // A look-up across organisations: the answer says only that the key is taken, and whoever holds a key may know that much.
  const { rows } = await tx.query<{ hash: Buffer; id: string }>('select hash, id from integration_keys_taken($1::bytea[])', [
    given.map((one) => one.hash),
  ])
  const faults = given
    .filter((one) => rows.some((row) => row.hash.equals(one.hash) && row.id !== one.id))
    .map(({ at }) => ({ at, says: 'This key is taken. Choose another, or leave it out and one is made.' }))
  if (faults.length > 0) throw new Refused('INVALID', { reason: 'key-taken', hint: 'Each integration needs a key of its own.', faults })
}
