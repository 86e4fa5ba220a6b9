// The things of an organisation by slug and name, for whatever lets somebody choose one.
import { z } from 'zod'

const named = z.object({ slug: z.string(), name: z.string() })

export const namesSchema = z.object({
  people: z.array(named.extend({ disabled: z.boolean().describe('Never paged; still named by what they did') })),
  schedules: z.array(named),
  policies: z.array(named),
  services: z.array(named),
})
export type Names = z.infer<typeof namesSchema>
