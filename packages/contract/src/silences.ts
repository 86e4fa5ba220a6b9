// A silence as the API speaks of it.
import { z } from 'zod'
import { instant } from './incidents.ts'

export const silenceSchema = z.object({
  id: z.string(),
  service: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
  reason: z.string(),
  endsAt: instant,
  endedAt: instant.nullable(),
})
export type SilenceView = z.infer<typeof silenceSchema>
