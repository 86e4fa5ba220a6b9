// Files on an incident's log. Their bytes travel as they are, beside the contract's JSON: the body is the file, and what is said of it stands in the address.
import { LONGEST_FILE_NAME } from '@muster/core/protocol/file.ts'
import { z } from 'zod'

/** A name is cleaned and cut to this many times less; what is longer was never a name. */
const LONGEST_GIVEN_NAME = 4 * LONGEST_FILE_NAME

export const fileQuery = z.strictObject({
  name: z
    .string()
    .min(1, 'Say what the file is called')
    .max(LONGEST_GIVEN_NAME, 'Give the name of the file, not all that is in it')
    .describe('What the file is called; folders and what cannot be seen are taken out'),
  caption: z
    .string()
    .trim()
    .max(500, 'A caption has at most 500 characters')
    .default('')
    .describe('What there is to see in it, in a sentence; also read out to whoever cannot see it'),
  as: z.string().max(63).optional().describe('The person on whose behalf; their name stands on the log'),
})
export type FileQuery = z.output<typeof fileQuery>

export const fileSchema = z.object({
  seq: z.number().int().describe('Its entry on the log'),
  name: z.string(),
  mediaType: z.string().describe('Of a picture what its bytes say, of anything else what it was sent as'),
  size: z.number().int().describe('In bytes'),
  sha256: z.string(),
})
export type FileView = z.output<typeof fileSchema>

/** POST here with the file as the body, its Content-Type, and `fileQuery` in the address. */
export const filesPath = (incident: string | number): string => `/api/v1/incidents/${encodeURIComponent(incident)}/files`
/** GET gives the bytes. */
export const filePath = (incident: string | number, seq: number): string => `${filesPath(incident)}/${seq}`
