// The protocol of an incident: what is owed now and by whom, what is held back, who may do what.
import { BRIEFS, RESPONSE_CLASSES, SEVERITIES } from '@muster/core/vocabulary.ts'
import { z } from 'zod'
import { incidentId, instant } from './incidents.ts'
import { knownRoutes } from './known.ts'
import { protocolEntry } from './protocol-entry.ts'
import { reads, writes } from './route.ts'

const id = z.string()
const slug = z.string().max(63)
const because = z.array(z.number().int()).describe('The entries of the log it rests on')
const who = z.object({ slug: slug.nullable(), name: z.string() }).nullable()

/** What a press of "Done" has to put on the log: the type of the entry and the fields it must have. */
const ending = z.object({ type: z.string(), where: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) })

export const obligationSchema = z.object({
  key: z.string().describe('Names it in duty.waived and duty.snoozed'),
  duty: id,
  source: z.string().describe('The requirement or procedure it comes from'),
  state: z.enum(['due', 'overdue', 'kept', 'late', 'waived']),
  owner: z.object({ role: id, roleName: z.string(), who }),
  isMine: z.boolean(),
  dueAt: instant,
  doneAt: instant.nullable(),
  snoozedUntil: instant.nullable().describe('Put off, with a reason: nobody is reminded of it before then'),
  isCarried: z.boolean().describe('The class has changed since to one that would not have asked for it; it is owed all the same'),
  says: z.string(),
  why: z.string(),
  draft: z.string().nullable().describe('What could be said, with everything filled in that is known'),
  done: z.array(ending).describe('Each of these ends it'),
  blocks: z.enum(['resolve', 'close']).nullable(),
  because,
})
export type ObligationView = z.infer<typeof obligationSchema>

const severityMeaning = z.object({
  severity: z.enum(SEVERITIES),
  label: z.string(),
  class: z.enum(RESPONSE_CLASSES),
  means: z.string(),
  scope: z.string(),
  escalation: z.string(),
  risk: z.string(),
})

const impactQuestions = z
  .array(z.object({ id, asks: z.string(), answers: z.array(z.object({ says: z.string(), severity: z.enum(SEVERITIES).nullable() })) }))
  .describe('Asked in this order; the gravest answer is proposed')

/** A protocol that an organisation may choose. */
export const protocolSummary = z.object({
  name: id,
  version: z.number().int(),
  about: z.string(),
  severities: z.array(severityMeaning).describe('Gravest first'),
  impact: impactQuestions,
  roles: z.array(z.object({ id, name: z.string(), does: z.string() })).describe('Those somebody can be on call for'),
  audiences: z.array(z.object({ id, name: z.string() })).describe('Those who can be sent updates'),
  sets: z
    .array(z.object({ id, gravest: z.array(z.string()).describe('The names of the roles it calls in a crisis') }))
    .describe('Sets of roles that a policy can call at once'),
})

export type ProtocolSummary = z.output<typeof protocolSummary>

export const protocolSchema = z.object({
  pack: z.object({ name: z.string(), version: z.number().int() }),
  label: z.string().describe('What the pack calls its severity'),
  class: z.enum(RESPONSE_CLASSES),
  phase: z.object({
    id,
    name: z.string(),
    since: instant,
    goals: z.array(z.string()),
    next: z.object({ name: z.string(), at: instant }).nullable(),
  }),
  column: z.object({ id, name: z.string(), says: z.string(), firstScreen: z.string(), isChosen: z.boolean(), because }).nullable(),
  roles: z.array(
    z.object({
      id,
      name: z.string(),
      does: z.string(),
      owes: z.array(z.string()),
      never: z.array(z.string()),
      who,
      since: instant.nullable(),
      isMine: z.boolean(),
      onCall: z
        .array(z.object({ slug, name: z.string() }))
        .describe('Who would be called for it now, in this order; empty: nobody is named'),
      call: z
        .object({
          state: z.enum(['calling', 'answered', 'unanswered']),
          text: z.string(),
          people: z.array(z.string()).describe('Who is being called, or has answered'),
          since: instant,
          nextAt: instant.nullable().describe('When the next of them is called'),
        })
        .nullable()
        .describe('The call for this role, if one was made'),
    }),
  ),
  mine: z.object({ roles: z.array(id), memory: z.array(z.string()).describe('At most three things to know half asleep') }),
  now: obligationSchema.nullable().describe('The one thing for the caller to do now'),
  owed: z
    .array(obligationSchema)
    .describe('What is due or overdue, soonest first; once it is over, what its end asks for before what was left undone'),
  settled: z.array(obligationSchema).describe('Kept, late or waived, youngest first, at most 50'),
  guardrails: z.array(z.object({ id, holds: z.array(z.string()), says: z.string(), instead: z.string(), because })),
  advice: z.array(
    z.object({
      id,
      says: z.string(),
      why: z.string(),
      because,
      deviation: id.nullable().describe('It can be called'),
      step: z.string().nullable().describe('A step of the runbook that looks confusing: a person flags it, or does not'),
    }),
  ),
  deviations: z.array(
    z.object({
      id,
      family: z.string(),
      name: z.string(),
      when: z.string(),
      first: z.string(),
      isSuggested: z.boolean(),
      isCalled: z.boolean(),
      record: z.array(z.object({ field: id, asks: z.string() })),
    }),
  ),
  audiences: z.array(
    z.object({
      id,
      name: z.string(),
      lastAt: instant.nullable(),
      promisedAt: instant.nullable(),
      draft: z.string().nullable(),
      readers: z.array(z.string()).describe('Whom Muster sends it to; empty: it is only written down'),
    }),
  ),
  blocksResolve: z.array(z.string()).describe('Keys of what is still owed before it can be resolved'),
  blocksClose: z.array(z.string()).describe('Keys of what is still owed before it can be closed'),
  watchedUntil: instant.nullable().describe('Until then what comes back is the same incident'),
  closedAt: instant.nullable(),
  severities: z.array(severityMeaning),
  impact: impactQuestions,
})
export type ProtocolView = z.infer<typeof protocolSchema>

const limit = z.object({
  id,
  name: z.string(),
  class: z.enum(['A', 'B', 'C']).describe("A: safe, and can be undone. B: guarded. C: somebody else's"),
  may: z.boolean().describe('Whether the caller may, by the roles they have in the incident'),
  holder: z
    .object({ role: id, name: z.string(), people: z.array(z.string()) })
    .describe('Who does it for those who may not, and who has that role or is on call for it'),
  message: z.string().describe('The words to ask them with, filled in from the log'),
  instead: z.array(z.string()).describe('What to try meanwhile'),
})

/** A document that can be read by somebody who was not there. */
const brief = z.object({
  title: z.string(),
  at: instant.describe('How it stood then'),
  sections: z.array(
    z.object({
      title: z.string(),
      lines: z.array(z.object({ at: instant.nullable(), text: z.string() })),
      nothing: z.string().describe('What it means that there is no line'),
    }),
  ),
})
export type Brief = z.output<typeof brief>

const specialist = z.object({
  id,
  name: z.string(),
  signs: z.array(z.string()).describe('The words of the log that point to them'),
  because: z.array(z.number().int()).describe('The entries of the log those words stand in'),
  holder: z.object({ role: id, name: z.string(), people: z.array(z.string()) }),
  minutes: z.number().nullable().describe('How long they have to answer; null: this class has no such clock'),
  needs: z.array(z.object({ field: id, asks: z.string(), before: z.string().describe('What the log knows already') })),
})

export const protocolRoutes = {
  ...knownRoutes,
  specialists: reads('incident.read', {
    path: '/incidents/{id}/specialists',
    summary: 'Whom a specialist packet can be sent to, those the log points to first, with what they need to know',
  })
    .input(z.object({ id: incidentId }))
    .output(z.object({ items: z.array(specialist) })),
  brief: reads('incident.read', {
    path: '/incidents/{id}/brief',
    summary: 'The handover, complete enough for whoever was not there to go on; or a brief for stakeholders',
  })
    .input(z.object({ id: incidentId, for: z.enum(BRIEFS).default('handover') }))
    .output(brief),
  limits: reads('incident.read', {
    path: '/incidents/{id}/limits',
    summary: 'What the caller may do to the system, and for the rest who may, with the words to ask them',
  })
    .input(z.object({ id: incidentId }))
    .output(z.object({ items: z.array(limit) })),
  protocol: reads('incident.read', {
    path: '/incidents/{id}/protocol',
    summary: 'What the protocol says of it now: the next step, what is owed by whom, what is held back',
  })
    .input(z.object({ id: incidentId }))
    .output(protocolSchema),
  record: writes('incident.record', {
    path: '/incidents/{id}/record',
    summary: 'Put something on the log by the protocol: a role taken, an update, a step, a decision, a deviation, a correction',
  })
    .input(
      z.strictObject({
        id: incidentId,
        as: slug.optional().describe('The person on whose behalf; their name stands on the log'),
        entry: protocolEntry,
      }),
    )
    .output(protocolSchema),
}
