// Protocol packs an organisation writes itself: their versions, what a draft would change, and its publication.
import { z } from 'zod'
import { instant } from './incidents.ts'
import { reads, writes } from './route.ts'

const name = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'Lower-case words, joined by "-" or "."')
const version = z.number().int().min(1)
const document = z
  .string()
  .max(250_000)
  .describe('The pack as YAML. With `extends` it is laid over a pack of the server: what it does not say is as it is there')
const note = z.string().trim().min(1, 'Say why').max(500).describe('Why: whoever reads the versions later sees it')
const entry = z.string().max(120).describe('The entry of the deviation ledger that proposed it')

const versionView = z.object({
  version,
  at: instant.nullable().describe('Null: it came with the server'),
  by: z.string().nullable(),
  note: z.string(),
  proposedBy: entry.nullable(),
  base: z.string().nullable(),
  baseVersion: version.nullable(),
})
export type PackVersion = z.infer<typeof versionView>

const packRow = z.object({
  name: z.string(),
  isOwn: z.boolean().describe('Written by the organisation; otherwise it comes with the server'),
  isChosen: z.boolean().describe('New incidents go by it'),
  about: z.string(),
  version: version.describe('The newest'),
  base: z
    .object({ name: z.string(), version, newest: version.nullable() })
    .nullable()
    .describe('What it is laid over, as it was then and as the server has it now'),
})
export type PackRow = z.infer<typeof packRow>

export const packShown = packRow.extend({
  shown: version.describe('The version that follows'),
  document: z.string().nullable().describe('As it was written; null for one that comes with the server, which is in its files'),
  parts: z.record(z.string(), z.unknown()).describe('All it says, with what it is laid over'),
  baseParts: z.record(z.string(), z.unknown()).nullable().describe('All that what it is laid over says now'),
  versions: z
    .array(versionView.extend({ changes: z.array(z.string()).describe('What differs from the version before') }))
    .describe('Youngest first'),
})
export type PackShown = z.infer<typeof packShown>

export const packFault = z.object({
  line: z.number().int(),
  column: z.number().int(),
  path: z.string(),
  says: z.string(),
  inBase: z.boolean().describe('It stands in what it is laid over: the place is not one of this document'),
})

const checked = z.object({
  ok: z.boolean(),
  faults: z.array(packFault),
  name: z.string().nullable(),
  parts: z.record(z.string(), z.unknown()).nullable().describe('All it would say; null while it has faults'),
})
export type PackChecked = z.infer<typeof checked>

const owedView = z.object({ says: z.string(), state: z.string(), dueAt: instant })
const preview = checked.extend({
  against: z.string().describe('What it is compared with, such as "ours, version 3"'),
  changes: z.array(z.string()).describe('What would be different, a sentence each'),
  rehearsals: z.object({
    total: z.number().int(),
    differ: z
      .array(z.object({ name: z.string(), says: z.array(z.string()) }))
      .describe('Scripted incidents of the pack below that would go otherwise'),
  }),
  incident: z
    .object({
      number: z.number().int(),
      title: z.string(),
      differ: z.array(z.object({ duty: z.string(), was: owedView.nullable(), is: owedView.nullable() })),
    })
    .nullable()
    .describe('What would have been owed in the incident that was named, where it differs'),
})
export type PackPreview = z.infer<typeof preview>

const ledger = z.object({
  incidents: z.number().int().describe('How many were read'),
  pack: z.object({ name: z.string(), version, isOwn: z.boolean() }).describe('The one whose figures the proposals would change'),
  entries: z.array(
    z.object({
      key: entry,
      kind: z.string(),
      about: z.string().describe('What was departed from'),
      says: z.string(),
      incidents: z.array(z.number().int()).describe('Their numbers, youngest first'),
      of: z.number().int().describe('Of so many in which it could have been'),
      reasons: z.array(z.string()).describe('What was given as the reason; people are not named'),
      proposal: z
        .object({
          says: z.string(),
          path: z.array(z.string()).length(3).describe('A part, a thing of it, and the field: what to put under `change`'),
          value: z.union([z.number(), z.array(z.string())]),
        })
        .nullable()
        .describe('An edit that could follow; nothing is changed until somebody publishes it'),
    }),
  ),
})
export type PackLedger = z.infer<typeof ledger>

export const packRoutes = {
  ledger: reads('pack.read', {
    path: '/deviation-ledger',
    summary: 'Where the last incidents went otherwise than the protocol says, and which edits could follow',
  })
    .input(z.object({ incidents: z.coerce.number().int().min(1).max(200).default(50).describe('How many of the last are read') }))
    .output(ledger),
  list: reads('pack.read', { path: '/packs', summary: 'Protocol packs: those of the server, and those of the organisation' }).output(
    z.object({ items: z.array(packRow) }),
  ),
  show: reads('pack.read', { path: '/packs/{pack}', summary: 'One pack: as it was written, all it says, and its versions' })
    .input(z.object({ pack: name, version: z.coerce.number().int().min(1).optional().describe('Left out: the newest') }))
    .output(packShown),
  check: writes('pack.preview', { path: '/packs/check', summary: 'Whether a pack means what it says; every fault at its line' })
    .input(z.strictObject({ document }))
    .output(checked),
  preview: writes('pack.preview', { path: '/packs/preview', summary: 'What a pack would change, and which rehearsals would go otherwise' })
    .input(z.strictObject({ document, incident: z.string().max(80).optional().describe('An incident whose log is read by it too') }))
    .output(preview),
  publish: writes('pack.publish', { path: '/packs', summary: 'Publish a version of a pack; incidents that are open keep theirs' })
    .input(
      z.strictObject({
        document,
        after: z.number().int().min(0).describe('The version that was looked at, 0 for a new pack: refused when there is a newer one'),
        note,
        managedBy: z
          .string()
          .trim()
          .min(1)
          .max(300)
          .optional()
          .describe('Where it comes from: while a file manages the organisation it has to be that one, whoever publishes'),
        proposedBy: entry.optional(),
      }),
    )
    .output(packShown),
  goBack: writes('pack.publish', { path: '/packs/{pack}/go-back', summary: 'Publish what an older version said as a new one' })
    .input(z.strictObject({ pack: name, version, after: version.describe('The newest, as it was looked at'), note }))
    .output(packShown),
}
