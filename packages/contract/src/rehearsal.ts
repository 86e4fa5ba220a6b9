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

/** Fields beside these are the entry's body. `observed`: when it happened, if not when it was written down. */
const scripted = z.looseObject({ at: moment, type: z.string(), observed: moment.optional(), nextAt: moment.optional() })

const expected = z.strictObject({
  at: moment,
  phase: z.string().optional(),
  class: z.enum(RESPONSE_CLASSES).optional(),
  column: z.string().optional(),
  obligations: z.record(z.string(), z.enum(['due', 'overdue', 'kept', 'late', 'waived', 'none'])).optional(),
  carried: z.array(z.string()).optional(),
  owners: z.record(z.string(), z.string()).optional(),
  guardrails: z.array(z.string()).optional(),
  advice: z.array(z.string()).optional(),
  blocks: z.array(z.string()).optional(),
  next: z.strictObject({ at: moment, act: z.enum(['nudge', 'raise', 'page']), duty: z.string() }).optional(),
})

export const rehearsalSchema = z
  .strictObject({ name: z.string().min(1), startAt: z.coerce.date(), log: z.array(scripted).min(1), expect: z.array(expected).min(1) })
  .transform(({ name, startAt, log, expect }): Rehearsal => ({
    name,
    startAt: startAt.getTime(),
    log: log.map(({ at, type, observed, nextAt, ...body }) => ({
      atSeconds: at,
      type,
      body: {
        ...body,
        ...(observed !== undefined && { observedAt: startAt.getTime() + observed * SECOND }),
        ...(nextAt !== undefined && { nextAt: startAt.getTime() + nextAt * SECOND }),
      },
    })),
    expect: expect.map(({ at, next, ...rest }) => ({
      ...(rest as Omit<Rehearsal['expect'][number], 'atSeconds' | 'next'>),
      atSeconds: at,
      ...(next !== undefined && { next: { atSeconds: next.at, act: next.act, duty: next.duty } }),
    })),
  }))
