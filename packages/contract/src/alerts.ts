// Alerts as a screen of their own asks for them: found by what they say, each with what was received for it.
import { SIGNAL_SEVERITIES } from '@muster/core/vocabulary.ts'
import { z } from 'zod'
import { alertSchema, instant } from './incidents.ts'
import { cursor, limit, page, reads } from './route.ts'

export const alertRow = alertSchema.extend({
  service: z.object({ slug: z.string(), name: z.string() }),
  integration: z.object({ slug: z.string(), kind: z.string() }).describe('What sent it'),
  incident: z.number().int().nullable().describe('The number of its incident; null when it has none'),
  silenced: z.boolean().describe('A silence holds its page back'),
})
export type AlertRowView = z.infer<typeof alertRow>

export const receivedSignal = z.object({
  id: z.string(),
  receivedAt: instant,
  decidedAt: instant,
  outcome: z.string(),
  says: z.string().describe('What it did, in one sentence'),
  body: z
    .object({
      text: z.string(),
      bytes: z.number().int().describe('Of the whole body'),
      cut: z.boolean().describe('Only its beginning is here'),
    })
    .nullable()
    .describe('As it was received, keys hidden; null when it came in one body with others, and that body stands with the first of them'),
  read: z.record(z.string(), z.unknown()).describe('What was understood of it'),
})

export const alertDetail = alertRow.extend({
  details: z.json(),
  links: z.array(z.object({ href: z.string(), text: z.string() })),
  signals: z.array(receivedSignal).describe('The last 20, youngest first. Repeats are counted, not kept'),
})

const when = z.iso.datetime({ offset: true }).optional()

export const alertRoutes = {
  list: reads('alert.read', { path: '/alerts', summary: 'Alerts, youngest first' })
    .input(
      z.object({
        status: z.enum(['open', 'closed']).optional(),
        service: z.string().max(63).optional(),
        severity: z.enum(SIGNAL_SEVERITIES).optional(),
        q: z.string().trim().min(1).max(200).optional().describe('Words of its summary, key or source, in any case'),
        silenced: z.union([z.boolean(), z.stringbool()]).optional(),
        from: when.describe('Opened at or after'),
        to: when.describe('Opened before'),
        limit,
        cursor,
      }),
    )
    .output(
      page(alertRow).extend({
        searchedTo: instant
          .nullable()
          .describe('A request looks through 5,000 alerts at most; when that was the end of it, how far back it came: go on with `next`'),
      }),
    ),
  show: reads('alert.read', { path: '/alerts/{id}', summary: 'One alert, with what was received for it' })
    .input(z.object({ id: z.string().min(1).max(80) }))
    .output(alertDetail),
}
