// A protocol pack as it is written in files: what is allowed to stand there, and what core makes of it.
import { BASES } from '@muster/core/comms/basis.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import { RESPONSE_CLASSES, SEVERITIES } from '@muster/core/vocabulary.ts'
import { z } from 'zod'

const id = z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'Lower-case words, joined by "-" or "."')
const sentence = z.string().min(1).max(300)
const text = z.string().min(1).max(4000)
const source = z.string().regex(/^[A-Z]{2}-\d{2}$/, 'The requirement it carries out, such as IR-05')
const minutes = z.number().min(0).max(100_000)
const working = [
  z.strictObject({ working: minutes }).describe('Minutes of working time, by the calendar of the organisation or the service'),
  z.strictObject({ workingDays: z.number() }).describe('Working days; without a calendar five of them are a week'),
] as const
const length = z.union([minutes, ...working])
const span = z.union([minutes, id, ...working])
/** One, or a list of which any will do. */
const oneOrMore = <T extends z.ZodType>(of: T) => z.union([of, z.array(of).min(1)]).transform((given) => [given].flat() as z.output<T>[])
const severity = z.enum(SEVERITIES)
const forClass = <T extends z.ZodType>(of: T) => z.record(z.enum(RESPONSE_CLASSES), of)

const match = z.strictObject({
  logged: z.string().regex(/^[a-z]+\.[a-z-]+$/, 'The type of an entry, such as update.sent'),
  where: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
})
const matches = z.array(match).min(1)
const condition = z.union([match, z.strictObject({ held: id }), z.strictObject({ state: z.literal('resolved') })])

const phase = z.strictObject({ id, name: sentence, from: minutes, goals: z.array(sentence).min(1) })

const role = z.strictObject({ id, name: sentence, does: sentence, owes: z.array(sentence).min(1), never: z.array(sentence) })

/** As a screen shows it: a longer one is not read by somebody half asleep. */
const nextStep = sentence.refine((words) => words.split(/\s+/).length <= 12, 'A next step has at most twelve words')

const duty = z.strictObject({
  id,
  source,
  phase: id.optional(),
  owner: z.array(id).min(1),
  from: oneOrMore(match),
  each: z.boolean().optional(),
  every: z.boolean().optional(),
  classes: z.array(z.enum(RESPONSE_CLASSES)).min(1).optional(),
  columns: z.array(z.string()).min(1).optional(),
  strictly: z.boolean().optional().describe('Only where one of its columns is open'),
  unless: z.array(condition).optional(),
  met: z.array(id).optional(),
  within: z.union([span, z.strictObject({ field: z.string() })]),
  done: matches,
  same: z.array(z.string()).optional(),
  says: nextStep,
  why: sentence,
  draft: id.optional(),
  blocks: z.enum(['resolve', 'close']).optional(),
  overdue: z.array(z.strictObject({ after: z.number().min(-60).max(100_000), act: z.enum(['nudge', 'raise', 'page']), role: id })).min(1),
})

const guardrail = z.strictObject({
  id,
  source,
  from: match,
  until: matches,
  columns: z.array(z.string()).min(1).optional(),
  holds: z.array(id).min(1),
  except: z.array(id).optional(),
  says: sentence,
  instead: sentence,
})

const advice = z.strictObject({
  id,
  source,
  when: matches,
  by: id.optional().describe('A role: only where whoever has it now wrote it'),
  columns: z.array(z.string()).min(1).optional(),
  unless: z.array(condition).optional(),
  says: sentence,
  why: sentence,
})

const deviation = z.strictObject({
  id,
  source,
  family: z.enum(['deviation', 'pressure', 'operations', 'technical', 'people', 'resources']),
  name: sentence,
  trigger: z.strictObject({ says: sentence, detect: matches.optional() }),
  first: z.strictObject({
    says: nextStep,
    done: matches,
    within: span,
    holds: z.array(id).min(1).optional(),
    except: z.array(id).optional(),
  }),
  box: span,
  messages: z.array(z.strictObject({ audience: id, template: id, within: span })).min(1),
  target: z.array(id).min(1),
  anew: z.boolean().optional(),
  record: z.array(z.strictObject({ field: id, asks: sentence })).min(1),
  follow: z.strictObject({ says: sentence, owner: id }),
})

const capability = z.strictObject({
  id,
  name: sentence,
  class: z.enum(['A', 'B', 'C']),
  roles: z.array(id),
  holder: id,
  template: id,
  instead: z.array(sentence).min(1),
})

const column = z.strictObject({
  id: z.string().regex(/^[A-Z]$/),
  name: sentence,
  source,
  when: z.strictObject({
    criticalPath: z.boolean().optional(),
    runbook: z.enum(['linked', 'complete', 'none', 'incomplete']).optional(),
    highRisk: z.boolean().optional(),
  }),
  pages: z.array(id).min(1),
  leads: id,
  firstScreen: nextStep,
  says: sentence,
  review: z.boolean(),
  audiences: z.array(id),
})

const audience = z.strictObject({
  id,
  name: sentence,
  every: span.nullable(),
  approver: id.nullable(),
  by: z.enum(['room', 'email', 'status-page', 'hand']),
  basis: z
    .enum(BASES)
    .optional()
    .describe('What its drafts say of what they rest on: sources by name, only their kind (plain, for whoever is outside), or none'),
})

const specialist = z.strictObject({
  id,
  source,
  name: sentence,
  role: id,
  signs: z.array(z.string().min(2)).min(1),
  needs: z.array(z.strictObject({ field: id, asks: sentence, vague: z.array(z.string().min(2)).optional() })).min(1),
  responds: span,
  chain: z.array(id).min(1),
})

const question = z.strictObject({
  id,
  asks: sentence,
  answers: z.array(z.strictObject({ says: sentence, severity: severity.nullable() })).min(2),
})

const label = z.strictObject({ label: z.string().min(1).max(20), means: sentence, scope: sentence, escalation: sentence, risk: sentence })

const parts = {
  pack: id.describe('The name of this pack, as the organisation chooses it'),
  version: z.number().int().min(1).describe('Raise it with every change'),
  about: sentence.describe('What this protocol is, for whoever chooses between several'),
  classes: z.record(severity, z.enum(RESPONSE_CLASSES)).describe('How gravely each severity is answered: every rule asks for the class'),
  labels: z.record(severity, label).describe('What each severity is called, and what it means'),
  impact: z.array(question).min(1).describe('What is asked to find the severity, in this order; the gravest answer is proposed'),
  clocks: z
    .record(id, forClass(length.nullable()))
    .describe('For each class minutes, or working time as { working: 15 } or { workingDays: 5 }; null: the class has no such clock'),
  phases: z.array(phase).min(1).describe('In order; the first begins at minute 0'),
  roles: z.array(role).min(1).describe('Hats that somebody can wear'),
  sets: z.record(id, forClass(z.array(id))).describe('Roles that are called together, for each class'),
  columns: z
    .array(column)
    .min(1)
    .describe('What is known of service and runbook decides how one begins: the first whose conditions hold is taken'),
  duties: z.array(duty).describe('What is owed: from when, by whom, within what time, and what does it'),
  guardrails: z.array(guardrail).describe('What is held back, from one entry of the log until another'),
  advice: z.array(advice).describe('What is suggested, and owed by nobody'),
  deviations: z.array(deviation).describe('Situations in which the protocol itself changes course'),
  capabilities: z.array(capability).describe('What can be done to a system, and by whom'),
  audiences: z.array(audience).min(1).describe('Who is told, how often, and who approves it'),
  templates: z.record(id, text).describe('The words that are ready to be sent'),
  memory: z.record(id, z.array(nextStep).min(1).max(3)).describe('For each role, at most three things to know half asleep'),
  specialists: z.array(specialist).describe('Who is called for what, and what they need to know first'),
}

/** The parts made of things that have a name: one of them can be changed, and the rest stays what it is. */
const CHANGED = [
  'classes',
  'labels',
  'impact',
  'clocks',
  'phases',
  'roles',
  'sets',
  'columns',
  'duties',
  'guardrails',
  'advice',
  'deviations',
  'capabilities',
  'audiences',
  'templates',
  'memory',
  'specialists',
] as const satisfies readonly (keyof typeof parts)[]

/** Those that are lists. */
const LISTS = [
  'impact',
  'phases',
  'roles',
  'columns',
  'duties',
  'guardrails',
  'advice',
  'deviations',
  'capabilities',
  'audiences',
  'specialists',
] as const satisfies readonly (typeof CHANGED)[number][]

export const packSchema = z.strictObject(parts).transform(({ pack, phases, ...rest }): Pack => ({
  ...rest,
  name: pack,
  phases: phases.map(({ from, ...one }) => ({ ...one, fromMinutes: from })),
}))

/** The same the other way: a pack by the names its parts have in files. */
export function partsOf({ name, phases, ...rest }: Pack): Record<string, unknown> {
  return { pack: name, ...rest, phases: phases.map(({ fromMinutes, ...one }) => ({ ...one, from: fromMinutes })) }
}

/** One file of a pack: some of its parts, and perhaps the pack beside it that has the others. */
export const packFileSchema = z
  .strictObject({
    extends: id.describe('The pack beside this one whose parts hold where this one has none of its own'),
    change: z
      .partialRecord(z.enum(CHANGED), z.record(z.string(), z.unknown()))
      .describe('Of a part of that pack only what is to be different: by the name of the part, then by the name or id of the thing'),
    add: z
      .partialRecord(z.enum(LISTS), z.array(z.unknown()))
      .describe('Things to put behind those of a list of that pack, such as one more duty'),
    remove: z.partialRecord(z.enum(CHANGED), z.array(z.string())).describe('Names or ids of things of that pack that are left out'),
    ...parts,
  })
  .partial()
