// Signed links to the answer page: they name one delivery, expire, and say nothing to whoever cannot open them.
import type { OrgId } from '@muster/core/vocabulary.ts'
import { HOUR, type Instant } from '@muster/core/vocabulary.ts'
import type { World } from './world.ts'

export const LINK_LIFE_MS = 24 * HOUR

export type AnswerLink = { orgId: OrgId; deliveryKey: string; expiresAt: Instant }
export type OpenedLink = { ok: true; link: AnswerLink } | { ok: false; reason: 'not-a-link' | 'expired'; link?: AnswerLink }

export function answerUrl(world: Pick<World, 'secrets' | 'clock' | 'publicUrl'>, of: { orgId: OrgId; key: string }): string {
  return `${world.publicUrl}/a/${signLink(world, { orgId: of.orgId, deliveryKey: of.key, expiresAt: world.clock.now() + LINK_LIFE_MS })}`
}

export function signLink(world: Pick<World, 'secrets'>, link: AnswerLink): string {
  const text = Buffer.from(JSON.stringify([link.orgId, link.deliveryKey, link.expiresAt])).toString('base64url')
  return `${text}.${world.secrets.sign('answer', text)}`
}

export function openLink(world: Pick<World, 'secrets' | 'clock'>, token: string): OpenedLink {
  const [text = '', tag = ''] = token.split('.')
  if (token.length > 1000 || !world.secrets.verify('answer', text, tag)) return { ok: false, reason: 'not-a-link' }
  const [orgId, deliveryKey, expiresAt] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as [OrgId, string, Instant]
  const link = { orgId, deliveryKey, expiresAt }
  return expiresAt < world.clock.now() ? { ok: false, reason: 'expired', link } : { ok: true, link }
}
