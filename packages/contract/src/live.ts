// What the live stream says: kinds of things that changed, with ids; what they are is read by the API.
import { z } from 'zod'

/** GET here with `?org=<short name>`, or with a token; the answer is server-sent events, the data of each is one of these as JSON. */
export const LIVE_PATH = '/api/v1/live'

const kinds = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('resync') }).describe('Something may have been missed: read everything anew'),
  z.object({
    kind: z.literal('incident'),
    incidents: z.array(
      z.object({
        id: z.string(),
        number: z.number().int(),
        seq: z.number().int().describe('The last entry of its log: ask for those after yours'),
      }),
    ),
  }),
  z.object({ kind: z.literal('alerts') }),
  z.object({ kind: z.literal('config') }).describe('People, schedules, policies, services, integrations, contacts'),
  z.object({ kind: z.literal('silences') }),
  z.object({ kind: z.literal('account') }).describe('Members, invitations, tokens'),
])

export const liveEvent = kinds.and(
  z.object({
    spreadMs: z
      .number()
      .int()
      .optional()
      .describe('Many hear this: read an incident’s log at once, and all else at a random moment within this time. Absent: at once'),
  }),
)
export type LiveEvent = z.infer<typeof liveEvent>
