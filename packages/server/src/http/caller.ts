// Whose token a request carries, or why nobody's.
import type { FastifyRequest } from 'fastify'
import type { Caller } from '../verbs/actor.ts'
import { callerOf } from '../verbs/token.ts'
import type { World } from '../world.ts'

export type Called = { ok: true; caller: Caller } | { ok: false; reason: 'token-missing' | 'token-unknown' }

export async function callerFrom(world: World, request: FastifyRequest): Promise<Called> {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (token === undefined) return { ok: false, reason: 'token-missing' }
  const caller = await callerOf(world.db, token)
  return caller === null ? { ok: false, reason: 'token-unknown' } : { ok: true, caller }
}
