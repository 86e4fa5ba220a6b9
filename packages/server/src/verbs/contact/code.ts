// A code sent by a contact and given back shows that the contact is its person's: six figures, ten minutes, five tries.
import { randomInt } from 'node:crypto'
import { MINUTE, SECOND, type Instant, type OrgId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { tryOnce } from '../account/attempts.ts'
import { Refused } from '../actor.ts'
import { about, learn, type ContactOf } from './contacts.ts'
import { sendNow, type Tested } from './test-contact.ts'

const CODE_LIFE_MS = 10 * MINUTE
const MOST_TRIES = 5
const MOST_CODES_A_MINUTE = 5

const PURPOSE = 'contact-code'

const claim = (orgId: OrgId, contact: ContactOf, code: string): string => `${orgId} ${contact.id} ${about(contact)} ${code}`

export async function sendCode(world: World, orgId: OrgId, contact: ContactOf): Promise<Tested & { expiresAt: Instant }> {
  const wait = await tryOnce(world, [{ key: `contact-code ${orgId} ${contact.userId}`, most: MOST_CODES_A_MINUTE }])
  if (wait !== null) {
    throw new Refused('CONFLICT', {
      reason: 'too-many-codes',
      hint: `You asked for many codes within a minute. Wait ${Math.ceil(wait.retryAfterMs / SECOND)} s, then ask again.`,
    })
  }
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const expiresAt = world.clock.now() + CODE_LIFE_MS
  await world.db.app(orgId, (tx) =>
    learn(tx, orgId, contact, {
      code_tag: world.secrets.sign(PURPOSE, claim(orgId, contact, code)),
      code_expires_at: expiresAt,
      code_tries: 0,
    }),
  )
  const tested = await sendNow(world, orgId, {
    contact,
    title: `Muster code ${code}`,
    short: `${code} is your code for Muster: write it on your page within 10 minutes to confirm this contact.`,
    body: 'If you did not add this contact to Muster, somebody mistyped theirs: you need to do nothing.',
  })
  return { ...tested, expiresAt }
}

type Row = { code_tag: string | null; code_expires_at: Instant | null; code_tries: number }

/** Null when the code was right; a wrong one is counted, so the caller commits before it refuses. */
export async function tryCode(
  { world, tx, orgId }: { world: World; tx: Tx; orgId: OrgId },
  contact: ContactOf,
  code: string,
): Promise<Refused | null> {
  const { rows } = await tx.query<Row>(
    'select code_tag, code_expires_at, code_tries from contact_proofs where org_id = $1 and contact_id = $2 and about = $3 for update',
    [orgId, contact.id, about(contact)],
  )
  const row = rows[0]
  const now = world.clock.now()
  if (row === undefined || row.code_tag === null) return refusal('no-code', 'No code is waiting for this contact. Send one first.')
  if ((row.code_expires_at ?? 0) <= now) return refusal('code-expired', 'That code is older than ten minutes. Send a new one.')
  if (row.code_tries >= MOST_TRIES) return refusal('too-many-tries', 'That code was tried five times. Send a new one.')
  if (world.secrets.verify(PURPOSE, claim(orgId, contact, code), row.code_tag)) {
    await learn(tx, orgId, contact, { verified_at: now, code_tag: null })
    return null
  }
  await tx.query('update contact_proofs set code_tries = code_tries + 1 where org_id = $1 and contact_id = $2', [orgId, contact.id])
  const left = MOST_TRIES - row.code_tries - 1
  return refusal('wrong-code', left === 0 ? 'That is not the code. Send a new one.' : `That is not the code. ${left} tries are left.`)
}

const refusal = (reason: string, hint: string): Refused => new Refused('CONFLICT', { reason, hint })
