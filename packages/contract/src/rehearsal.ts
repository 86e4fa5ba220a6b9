// A rehearsal as it is written in a file: a scripted incident, and what the pack must say of it.
import type { Rehearsal } from '@muster/core/protocol/rehearse.ts'
import { RESPONSE_CLASSES, SECOND } from '@muster/core/vocabulary.ts'
import { z } from 'zod'

/** "12:30" is 750 seconds after the start. */
const moment = z
  .string()
  .regex(/^\d{1,5}:[0-5]\d$/, 'Minutes and seconds after the start, such as "12:30"')
  .transform((text) => {
    const [minute = 0, second = 0] = text.split(':').map(Number)
    return minute * 60 + second
  })

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

/** Fields beside these are the entry's body. `observed`: when it happened, if not when it was written down. */
const scripted = z.looseObject({
  at: moment.describe('When it is written down'),
  type: z.string().describe('The type of the entry, such as update.sent; other fields are what the entry says'),
  observed: moment.optional().describe('When it happened, if not when it was written down'),
  nextAt: moment.optional().describe('The time that is promised'),
})

const expected = z.strictObject({
  at: moment.describe('The moment at which it is looked'),
  phase: z.string().optional(),
  class: z.enum(RESPONSE_CLASSES).optional(),
  column: z.string().optional(),
  obligations: z
    .record(z.string(), z.enum(['due', 'overdue', 'kept', 'late', 'waived', 'none']))
    .optional()
    .describe('How each of these duties stands'),
  carried: z.array(z.string()).optional().describe('The duties that are still owed after a downgrade'),
  owners: z.record(z.string(), z.string()).optional().describe('Who owes each of these duties'),
  guardrails: z.array(z.string()).optional().describe('All that is held back'),
  advice: z.array(z.string()).optional().describe('All that is advised'),
  blocks: z.array(z.string()).optional().describe('All duties that stand before its end'),
  next: z
    .strictObject({ at: moment, act: z.enum(['nudge', 'raise', 'page']), duty: z.string() })
    .optional()
    .describe('The next thing that happens by itself'),
})

export const rehearsalSchema = z
  .strictObject({
    name: z.string().min(1).describe('What happens, in one sentence'),
    startAt: instant,
    log: z.array(scripted).min(1).describe('What is written on the log of the incident; times are minutes:seconds after the start'),
    expect: z.array(expected).min(1).describe('What the pack must say at these moments: only what is named is looked at'),
  })
  .transform(({ name, startAt, log, expect }): Rehearsal => ({
    name,
    startAt,
    log: log.map(({ at, type, observed, nextAt, ...body }) => ({
      atSeconds: at,
      type,
      body: {
        ...body,
        ...(observed !== undefined && { observedAt: startAt + observed * SECOND }),
        ...(nextAt !== undefined && { nextAt: startAt + nextAt * SECOND }),
      },
    })),
    expect: expect.map(({ at, next, ...rest }) => ({
      ...(rest as Omit<Rehearsal['expect'][number], 'atSeconds' | 'next'>),
      atSeconds: at,
      ...(next !== undefined && { next: { atSeconds: next.at, act: next.act, duty: next.duty } }),
    })),
  }))
