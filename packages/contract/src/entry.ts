// What every entry has that people put on the log by the protocol.
import { z } from 'zod'

export const entryText = z.string().trim().min(1, 'Say something').max(2000)
export const entryName = z.string().trim().min(1).max(80)
export const entrySeq = z.number().int().min(1)

const observedAt = z.iso.datetime({ offset: true }).optional().describe('When it happened, if not now')
const madeFrom = entrySeq.optional().describe('The entry it was made from; it happened when that one did, unless it says when')

export const entry = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), observedAt, madeFrom, ...shape })
