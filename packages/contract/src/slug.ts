// How things of the document are named: a stable slug, and a name for people.
import { z } from 'zod'

export const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Use 1 to 63 of a-z, 0-9 and -, starting with a letter or figure')
  .describe('The stable name of a thing; renaming the slug makes a new thing')

export const name = z.string().trim().min(1, 'Give it a name').max(120)
