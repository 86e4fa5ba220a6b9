// A write that arrives twice under one key is done once; the second caller gets the first one's answer.
import { MINUTE, type OrgId } from '@muster/core/vocabulary.ts'
import { digest } from '../secrets.ts'
import type { World } from '../world.ts'
import { Refused, type Caller } from './actor.ts'

export type Answered = { status: number; body: string }

/** A request whose server died in the middle leaves its key without an answer; after this long it may be tried again. */
const GIVEN_UP_AFTER = MINUTE

type Row = { request_hash: Buffer; status: number | null; response: string | null }

/** `request` is what must be the same under the same key. Answers of 500 and above are forgotten, so that a retry is a real one. */
export async function once(
  world: World,
  caller: Caller,
  { key, request }: { key: string; request: string },
  work: () => Promise<Answered>,
): Promise<Answered> {
  const claimed = { orgId: caller.orgId, key: ownKey(caller, key) }
  const earlier = await claim(world, claimed, digest(request))
  if (earlier !== null) return earlier
  let answered: Answered
  try {
    answered = await work()
  } catch (error) {
    // Where even this fails, the key frees itself in time; what went wrong first is what matters.
    await forget(world, claimed).catch(() => undefined)
    throw error
  }
  if (answered.status >= 500) await forget(world, claimed)
  else await remember(world, claimed, answered)
  return answered
}

type Claimed = { orgId: OrgId; key: string }

/** Somebody else's key of the same name is another key: its answer may hold what this caller may not see. */
function ownKey({ actor, scopes, sees }: Caller, key: string): string {
  return digest(JSON.stringify([actor, scopes, sees, key])).toString('hex')
}

/** Null when the work is ours to do; otherwise the answer given before. */
function claim(world: World, { orgId, key }: Claimed, hash: Buffer): Promise<Answered | null> {
  const now = world.clock.now()
  return world.db.app(orgId, async (tx) => {
    const { rowCount } = await tx.query(
      `insert into idempotency as i (org_id, key, request_hash, created_at) values ($1, $2, $3, $4)
       on conflict (org_id, key) do update set created_at = excluded.created_at
         where i.status is null and i.request_hash = excluded.request_hash and i.created_at < $5`,
      [orgId, key, hash, now, now - GIVEN_UP_AFTER],
    )
    if (rowCount === 1) return null
    const { rows } = await tx.query<Row>('select request_hash, status, response from idempotency where org_id = $1 and key = $2', [
      orgId,
      key,
    ])
    const row = rows[0]
    if (row !== undefined && !row.request_hash.equals(hash))
      throw new Refused('CONFLICT', {
        reason: 'idempotency-key-reused',
        hint: 'This Idempotency-Key belongs to another request. Use a new one.',
      })
    // No row: the first request failed between our two statements, and its key is free again.
    if (row === undefined || row.status === null || row.response === null)
      throw new Refused('CONFLICT', {
        reason: 'still-running',
        hint: 'The first request under this Idempotency-Key is still running. Ask again shortly.',
      })
    return { status: row.status, body: world.secrets.open(Buffer.from(row.response, 'base64'), boundTo({ orgId, key })) }
  })
}

/** Sealed, because an answer may hold the key of an integration, which is told once and otherwise kept as a digest only. */
async function remember(world: World, { orgId, key }: Claimed, { status, body }: Answered): Promise<void> {
  const sealed = world.secrets.seal(body, boundTo({ orgId, key })).toString('base64')
  await world.db.app(orgId, (tx) =>
    tx.query('update idempotency set status = $3, response = to_jsonb($4::text) where org_id = $1 and key = $2', [
      orgId,
      key,
      status,
      sealed,
    ]),
  )
}

async function forget(world: World, { orgId, key }: Claimed): Promise<void> {
  await world.db.app(orgId, (tx) => tx.query('delete from idempotency where org_id = $1 and key = $2', [orgId, key]))
}

function boundTo({ orgId, key }: Claimed): string {
  return `${orgId} idempotency ${key}`
}
