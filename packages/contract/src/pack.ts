// A protocol pack and its rehearsals as they are written in files: what is allowed to stand there, and what core makes of it.
import type { Pack } from '@muster/core/protocol/pack.ts'
import type { Rehearsal } from '@muster/core/protocol/rehearse.ts'
import { RESPONSE_CLASSES, SECOND, SEVERITIES } from '@muster/core/vocabulary.ts'
import { z } from 'zod'

const id = z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'Lower-case words, joined by "-" or "."')
const sentence = z.string().min(1).max(300)
const source = z.string().regex(/^[A-Z]{2}-\d{2}$/, 'The requirement it carries out, such as IR-05')
const minutes = z.number().min(0).max(100_000)
const match = z.strictObject({
  logged: z.string(),
  where: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
})
const condition = z.union([match, z.strictObject({ held: id })])
const classes = z.array(z.enum(RESPONSE_CLASSES)).min(1).optional()
const step = z.strictObject({ after: minutes, act: z.enum(['nudge', 'raise', 'page']), role: id })

const duty = z.strictObject({
  id,
  source,
  owner: z.array(id).min(1),
  from: match,
  each: z.boolean().optional(),
  every: z.boolean().optional(),
  classes,
  unless: z.array(condition).optional(),
  within: z.union([minutes, id]),
  done: z.array(match).min(1),
  says: sentence,
  why: sentence,
  overdue: z.array(step).min(1),
})

const guardrail = z.strictObject({
  id,
  source,
  from: match,
  until: z.array(match).min(1),
  holds: z.array(z.string()).min(1),
  except: z.array(z.string()).optional(),
  says: sentence,
  instead: sentence,
})

const advice = z.strictObject({ id, source, when: match, unless: z.array(condition).optional(), says: sentence, why: sentence })

export const packSchema = z
  .strictObject({
    pack: id,
    version: z.number().int().min(1),
    classes: z.record(z.enum(SEVERITIES), z.enum(RESPONSE_CLASSES)),
    clocks: z.record(id, z.record(z.enum(RESPONSE_CLASSES), minutes.nullable())),
    phases: z.array(z.strictObject({ id, name: sentence, from: minutes, goals: z.array(sentence).min(1) })).min(1),
    roles: z.array(id).min(1),
    duties: z.array(duty),
    guardrails: z.array(guardrail),
    advice: z.array(advice),
  })
  .transform(({ pack, phases, ...rest }): Pack => ({
    ...rest,
    name: pack,
    phases: phases.map(({ from, ...phase }) => ({ ...phase, fromMinutes: from })),
  }))

/** "12:30" is 750 seconds after the start. */
const moment = z
  .string()
  .regex(/^\d{1,5}:[0-5]\d$/, 'Minutes and seconds after the start, such as "12:30"')
  .transform((text) => {
    const [minute = 0, second = 0] = text.split(':').map(Number)
    return minute * 60 + second
  })

export const rehearsalSchema = z
  .strictObject({
    name: sentence,
    startAt: z.coerce.date(),
    log: z.array(z.looseObject({ at: moment, type: z.string(), observed: moment.optional() })).min(1),
    expect: z
      .array(
        z.strictObject({
          at: moment,
          phase: id.optional(),
          class: z.enum(RESPONSE_CLASSES).optional(),
          obligations: z.record(id, z.enum(['due', 'overdue', 'kept', 'late', 'waived', 'none'])).optional(),
          carried: z.array(id).optional(),
          owners: z.record(id, z.string()).optional(),
          guardrails: z.array(id).optional(),
          advice: z.array(id).optional(),
          next: z.strictObject({ at: moment, act: z.enum(['nudge', 'raise', 'page']), duty: id }).optional(),
        }),
      )
      .min(1),
  })
  .transform(({ name, startAt, log, expect }): Rehearsal => ({
    name,
    startAt: startAt.getTime(),
    log: log.map(({ at, type, observed, ...body }) => ({
      atSeconds: at,
      type,
      body: observed === undefined ? body : { ...body, observedAt: startAt.getTime() + observed * SECOND },
    })),
    expect: expect.map(({ at, next, ...rest }) => ({
      ...rest,
      atSeconds: at,
      ...(next !== undefined && { next: { atSeconds: next.at, act: next.act, duty: next.duty } }),
    })) as Rehearsal['expect'],
  }))
