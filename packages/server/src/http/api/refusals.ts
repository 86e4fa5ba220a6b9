// How the API says no: the body that the contract declares for every error.
import { ORPCError } from '@orpc/server'
import type { FastifyReply } from 'fastify'
import type { z } from 'zod'
import type { Unreadable } from './body.ts'
import { wireError } from './router.ts'

export function badRequest(reason: string, hint: string): Unreadable {
  return { status: 400, code: 'BAD_REQUEST', reason, message: 'The request cannot be read.', hint }
}

export function refuse(reply: FastifyReply, { status, code, reason, message, hint }: Unreadable): FastifyReply {
  return reply.code(status).send({ defined: true, code, status, message, data: { reason, hint } })
}

/** All fields at once, each with its place. */
export function refuseFields(reply: FastifyReply, faults: readonly { at: string; says: string }[]): FastifyReply {
  return reply.code(422).send({ defined: true, code: 'INVALID', status: 422, message: 'Some fields are not right', data: { faults } })
}

export const faultsOf = ({ issues }: z.ZodError) => issues.map(({ path, message }) => ({ at: path.join('.'), says: message }))

/** Sends what a verb refused; throws what is no refusal. */
export function refuseAs(reply: FastifyReply, error: unknown): FastifyReply {
  const wire = wireError(error)
  if (!(wire instanceof ORPCError)) throw error
  return reply.code(wire.status).send(wire.toJSON())
}
