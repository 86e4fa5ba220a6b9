// Whether a request that changes something comes from our own pages. A browser says so and a page cannot make it lie.
import type { FastifyRequest } from 'fastify'
import type { World } from '../../world.ts'

/** Programs send no Origin, and need no protection from other people's pages. */
export function isOurOrigin({ publicUrl }: Pick<World, 'publicUrl'>, { headers, protocol }: FastifyRequest): boolean {
  const { origin, host } = headers
  if (origin === undefined) return true
  // A server reached by another name than its public one, on the inner network, is still itself.
  return origin === new URL(publicUrl).origin || origin === `${protocol}://${host}`
}
