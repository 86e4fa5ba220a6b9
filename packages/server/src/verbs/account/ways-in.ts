// How somebody can sign in here: what the sign-in page offers.
import type { Oidc } from '../../settings.ts'
import type { World } from '../../world.ts'

export function waysIn({ publicUrl }: Pick<World, 'publicUrl'>, { oidc, isDemo }: { oidc: Oidc | null; isDemo: boolean }) {
  const { protocol, hostname } = new URL(publicUrl)
  return {
    password: true,
    // Browsers allow passkeys on a secure page only; this machine's own name counts as one.
    passkey: protocol === 'https:' || hostname === 'localhost',
    oidc: oidc === null ? null : { provider: 'oidc', name: oidc.name },
    demo: isDemo ? DEMO_ACCOUNTS.map(({ person, name, role }) => ({ person, name, role })) : [],
  }
}

/** The example's people: somebody for each role, and whoever of the support team is on call at this hour. */
export const DEMO_ACCOUNTS = [
  { person: 'sara', name: 'Sara Lindqvist', role: 'administrator' },
  { person: 'tom', name: 'Tom Becker', role: 'lead' },
  { person: 'ines', name: 'Ines Duarte', role: 'responder' },
  { person: 'arjun', name: 'Arjun Rao', role: 'responder' },
  { person: 'maya', name: 'Maya Johnson', role: 'responder' },
  { person: 'owen', name: 'Owen Clarke', role: 'stakeholder' },
] as const
