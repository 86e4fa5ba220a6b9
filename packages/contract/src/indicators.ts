// Key indicators of a service and the sources they are read from, as the organisation's document says them.
import { SOURCE_KINDS, TRUSTS } from '@muster/core/reading/indicator.ts'
import { z } from 'zod'
import { name, slug } from './slug.ts'

export const queryText = z.string().trim().min(1, 'Write the query').max(2000)

const target = z
  .union([z.strictObject({ atLeast: z.number() }), z.strictObject({ atMost: z.number() })])
  .describe('What the value has to reach, or must not pass, for it to be over')

export const indicatorSchema = z.strictObject({
  slug,
  name,
  unit: z.string().trim().max(20).default('').describe('Written behind the value, such as % or ms'),
  target,
  baseline: z
    .strictObject({
      value: z.number(),
      tolerancePercent: z.number().min(0).max(1000),
      window: z.string().trim().min(1, 'Say over which time it was found').max(120),
    })
    .nullable()
    .default(null)
    .describe('What is ordinary, and over which window that was found; farther away is an anomaly'),
  holdMinutes: z.number().int().min(0).max(1440).default(10).describe('How long it has to stay within before that counts'),
  from: z
    .strictObject({ source: slug, query: queryText.describe('Has to give one number') })
    .nullable()
    .default(null)
    .describe('Where it is read by itself while an incident is open; left out: a person reads it'),
})

export const sourceSchema = z.strictObject({
  slug,
  kind: z.enum(SOURCE_KINDS),
  name,
  url: z
    .url({ protocol: /^https?$/, message: 'The address of the server, such as https://prometheus.example.org' })
    .max(500)
    .refine((url) => !URL.canParse(url) || new URL(url).password === '', 'Leave the password out of the address; give a token instead'),
  token: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe(
      'Sent as a bearer token. Sealed at rest; never given back by export. Left out: the one stored stays, unless the address moves to another server',
    ),
  lagMinutes: z
    .number()
    .int()
    .min(0)
    .max(1440)
    .nullable()
    .default(null)
    .describe('How far behind what is so it usually is; null: nobody has said'),
  trust: z
    .enum(TRUSTS)
    .default('high')
    .describe('How far it is believed where sources disagree, until somebody says otherwise in an incident'),
})

export const MOST_INDICATORS = 20
export const MOST_SOURCES = 50
