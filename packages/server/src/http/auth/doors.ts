// The two doors to better-auth: one that depends on nothing but the database, and one that also knows the identity provider.
import type { Oidc } from '../../settings.ts'
import type { World } from '../../world.ts'
import type { Auth } from './better-auth.ts'

export type Doors = { plain: () => Promise<Auth>; oidc: () => Promise<Auth> }

/**
 * Made when first asked for: loading it takes longer than the rest of a start. The provider's own description is fetched while its door is
 * made; a provider that is away then must neither delay passwords nor be forgotten, so its door is made again at the next try.
 */
export function createDoors(world: World, oidc: Oidc | null): Doors {
  let plain: Promise<Auth> | null = null
  let withProvider: Promise<Auth> | null = null
  const open = async (provider: Oidc | null): Promise<Auth> => {
    const { createAuth } = await import('./better-auth.ts')
    return createAuth(world, provider)
  }
  const ofProvider = async (provider: Oidc): Promise<Auth> => {
    const auth = await open(provider)
    const { socialProviders } = await auth.$context
    if (socialProviders.length === 0) withProvider = null
    return auth
  }
  const plainDoor = () => (plain ??= open(null))
  return { plain: plainDoor, oidc: () => (oidc === null ? plainDoor() : (withProvider ??= ofProvider(oidc))) }
}
