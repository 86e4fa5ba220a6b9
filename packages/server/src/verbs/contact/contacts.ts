// Contacts with what is known of each: when its owner proved that it is theirs, and how its last test went.
import type { TestResult } from '@muster/core/page/reach.ts'
import type { ChannelName, ContactId, Instant, OrgId, UserId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import { noteChange } from '../../store/changes.ts'
import { Refused } from '../actor.ts'

export type ContactOf = {
  id: ContactId
  userId: UserId
  slug: string
  channel: ChannelName
  address: string
  secret: Buffer | null
  verifiedAt: Instant | null
  lastTest: { at: Instant; result: TestResult; detail: string } | null
  isGone: boolean
}

type Row = {
  id: ContactId
  user_id: UserId
  slug: string
  channel: ChannelName
  address: string
  secret: Buffer | null
  verified_at: Instant | null
  tested_at: Instant | null
  test_result: TestResult | null
  test_detail: string | null
  gone_at: Instant | null
}

/** Those in use of all these people, by slug. What was learned of another address is not told. */
export async function contactsOf(tx: Tx, orgId: OrgId, people: readonly UserId[]): Promise<ContactOf[]> {
  const { rows } = await tx.query<Row>(
    `select c.id, c.user_id, c.slug, c.channel, c.address, c.secret, p.verified_at, p.tested_at, p.test_result, p.test_detail, b.gone_at
     from contacts c left join contact_proofs p on p.org_id = c.org_id and p.contact_id = c.id and p.about = c.channel || ' ' || c.address
       left join browsers b on b.org_id = c.org_id and b.contact_id = c.id
     where c.org_id = $1 and c.user_id = any($2) and not c.disabled order by c.slug`,
    [orgId, people],
  )
  return rows.map(({ id, user_id, slug, channel, address, secret, verified_at, tested_at, test_result, test_detail, gone_at }) => ({
    id,
    userId: user_id,
    slug,
    channel,
    address,
    secret,
    verifiedAt: verified_at,
    isGone: gone_at !== null,
    lastTest: tested_at === null || test_result === null ? null : { at: tested_at, result: test_result, detail: test_detail ?? '' },
  }))
}

export async function contactNamed(tx: Tx, orgId: OrgId, { person, slug }: { person: { id: UserId; name: string }; slug: string }) {
  const found = (await contactsOf(tx, orgId, [person.id])).find((one) => one.slug === slug)
  if (found !== undefined) return found
  throw new Refused('NOT_FOUND', { reason: 'no-such-contact', hint: `${person.name} has no contact "${slug}".` })
}

export const about = ({ channel, address }: Pick<ContactOf, 'channel' | 'address'>): string => `${channel} ${address}`

export type Learned =
  | { tested_at: Instant; test_result: TestResult; test_detail: string }
  | { verified_at: Instant; code_tag: null }
  | { code_tag: string; code_expires_at: Instant; code_tries: number }

/** Beside what is known of the same address already; of an address it had before, everything is forgotten. */
export async function learn(tx: Tx, orgId: OrgId, contact: Pick<ContactOf, 'id' | 'channel' | 'address'>, learned: Learned): Promise<void> {
  const columns = Object.keys(learned)
  const kept = ['verified_at', 'tested_at', 'test_result', 'test_detail', 'code_tag', 'code_expires_at'].filter(
    (one) => !columns.includes(one),
  )
  await tx.query(
    `insert into contact_proofs as p (org_id, contact_id, about, ${columns.join(', ')})
     values ($1, $2, $3, ${columns.map((_, index) => `$${index + 4}`).join(', ')})
     on conflict (org_id, contact_id) do update set about = excluded.about,
       ${columns.map((column) => `${column} = excluded.${column}`).join(', ')},
       ${kept.map((column) => `${column} = case when p.about = excluded.about then p.${column} end`).join(', ')}`,
    [orgId, contact.id, about(contact), ...Object.values(learned)],
  )
  noteChange(tx, { orgId, kind: 'config' })
}
