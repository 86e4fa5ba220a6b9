// A member who may be changed, an invitation, a token and a pack of one's own: what calls of the routes of administrators act on.
import { join } from './browser.ts'
import type { Facts } from './api-calls.ts'
import type { Night } from './night.ts'

/** Made anew at each call: what one test removes is not another's. */
export async function accountFacts(night: Night): Promise<Pick<Facts, 'member' | 'invitation' | 'token' | 'pack'>> {
  await join(night.node, { role: 'responder', email: `${night.node.world.ids('mail')}@example.org` })
  const { items } = Object((await night.api('GET', '/members?limit=1')).body)
  const invitation = Object((await night.api('POST', '/invitations', { role: 'responder' })).body)
  const token = Object((await night.api('POST', '/tokens', { name: 'short-lived', scopes: ['read'] })).body)
  const pack = night.node.world.ids('pack').toLowerCase().replaceAll('_', '-')
  await night.api('POST', '/packs', {
    document: `extends: handbook\npack: ${pack}\nversion: 1\nabout: Ours.\n`,
    after: 0,
    note: 'to begin',
  })
  return { pack, member: String(items[0].id), invitation: String(invitation.id), token: String(token.id) }
}
