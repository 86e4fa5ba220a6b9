// Browsers as they are stored: a contact with what is known of its browser.
import type { ContactId, Instant, OrgId, UserId } from '@muster/core/vocabulary.ts'
import { noteChange } from './changes.ts'
import type { Tx } from './db.ts'

export type BrowserRow = {
  id: ContactId
  user_id: UserId
  slug: string
  address: string
  secret: Buffer | null
  name: string
  created_at: Instant
  refreshed_at: Instant
  gone_at: Instant | null
}

const columns = 'c.id, c.user_id, c.slug, c.address, c.secret, b.name, b.created_at, b.refreshed_at, b.gone_at'
const joined = 'contacts c join browsers b on b.org_id = c.org_id and b.contact_id = c.id'

export async function browsersOf(tx: Tx, orgId: OrgId, userId: UserId): Promise<BrowserRow[]> {
  const { rows } = await tx.query<BrowserRow>({
    name: 'browsers-of',
    text: `select ${columns} from ${joined} where c.org_id = $1 and c.user_id = $2 and c.channel = 'webpush' and not c.disabled order by b.created_at, c.id`,
    values: [orgId, userId],
  })
  return rows
}

export async function browsersAt(tx: Tx, orgId: OrgId, address: string): Promise<BrowserRow[]> {
  const { rows } = await tx.query<BrowserRow>({
    name: 'browsers-at',
    text: `select ${columns} from ${joined} where c.org_id = $1 and c.address = $2 and c.channel = 'webpush' and not c.disabled`,
    values: [orgId, address],
  })
  return rows
}

/** The first time counts: since then nothing arrived there. Contacts that are no browsers have no such row. */
export async function noteGone(tx: Tx, { orgId, contactId }: { orgId: OrgId; contactId: ContactId }, now: Instant): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'browser-gone',
    text: 'update browsers set gone_at = $3 where org_id = $1 and contact_id = $2 and gone_at is null',
    values: [orgId, contactId, now],
  })
  if (rowCount === 1) noteChange(tx, { orgId, kind: 'config' })
}
