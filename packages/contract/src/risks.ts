// Before it hurts: what hangs on one person or one thing, each with what to do and where.
import { RISKS } from '@muster/core/catalogue/estate.ts'
import { z } from 'zod'
import { reads } from './route.ts'

export const riskSchema = z.object({
  kind: z.enum(RISKS),
  isCritical: z.boolean().describe('Something on the critical path hangs on it'),
  says: z.string().describe('What it is, in a sentence'),
  mend: z.string().describe('What to do about it'),
  place: z
    .object({ kind: z.enum(['service', 'policy', 'schedule', 'role']), slug: z.string(), name: z.string() })
    .describe('Where it is mended'),
})
export type RiskView = z.infer<typeof riskSchema>

export const riskRoutes = {
  risks: reads('service.read', {
    path: '/risks',
    summary: 'Before it hurts: what hangs on one person or one thing, and gaps ahead',
  }).output(
    z.object({
      items: z.array(riskSchema).describe('What the critical path hangs on first; at most 200'),
      more: z.number().int().describe('Beyond these'),
    }),
  ),
}
