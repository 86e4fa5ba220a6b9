// A write that arrives twice under one key is done once; the second caller gets the first one's answer.
import { MINUTE } from '@muster/core/vocabulary.ts'
import { digest } from '../secrets.ts'
import type { World } from '../world.ts'
import { Refused, type Caller } from './actor.ts'

export type Answered = { status: number; body: string }

/** A request whose server died in the middle leaves its key without an answer; after this long it may be tried again. */
const GIVEN_UP_AFTER = MINUTE

type Row = { request_hash: Buffer; status: number | null; response: string | null; created_at: number }

/** `request` is what must be the same under the same key. Answers of 500 and above are forgotten, so that a retry is a real one. */
export async function once(
  world: World,
  caller: Caller,
  { key, request }: { key: string; request: string },
  work: () => Promise<Answered>,
): Promise<Answered> {
  const earlier = await claim(world, caller, key, digest(request))
  if (earlier !== null) return earlier
  const forget = () =>
    world.db.app(caller.orgId, (tx) => tx.query('delete from idempotency where org_id = $1 and key = $2', [caller.orgId, key]))
  let answered: Answered
  try {
    answered = await work()
  } catch (error) {
    await forget()
    throw error
  }
  if (answered.status >= 500) await forget()
  else
    await world.db.app(caller.orgId, (tx) =>
      tx.query('update idempotency set status = $3, response = $4 where org_id = $1 and key = $2', [
        caller.orgId,
        key,
        answered.status,
        answered.body,
      ]),
    )
  return answered
}

/** Null when the work is ours to do; otherwise the answer given before. */
function claim(world: World, caller: Caller, key: string, hash: Buffer): Promise<Answered | null> {
  const now = world.clock.now()
  return world.db.app(caller.orgId, async (tx) => {
    const { rowCount } = await tx.query(
      `insert into idempotency as i (org_id, key, request_hash, created_at) values ($1, $2, $3, $4)
       on conflict (org_id, key) do update set created_at = excluded.created_at
         where i.status is null and i.request_hash = excluded.request_hash and i.created_at < $5`,
      [caller.orgId, key, hash, now, now - GIVEN_UP_AFTER],
    )
    if (rowCount === 1) return null
    const { rows } = await tx.query<Row>(
      'select request_hash, status, response, created_at from idempotency where org_id = $1 and key = $2',
      [caller.orgId, key],
    )
    const row = rows[0]
    if (row === undefined || !row.request_hash.equals(hash))
      throw new Refused('CONFLICT', {
        reason: 'idempotency-key-reused',
        hint: 'This Idempotency-Key belongs to another request. Use a new one.',
      })
    if (row.status === null || row.response === null)
      throw new Refused('CONFLICT', {
        reason: 'still-running',
        hint: 'The first request under this Idempotency-Key is still running. Ask again shortly.',
      })
    return { status: row.status, body: row.response }
  })
}
