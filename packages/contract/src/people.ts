// People as screens ask for them: who they are, when they have the watch, what will ring them; and what each may change of themselves.
import { REACH_STATES } from '@muster/core/page/reach.ts'
import { CHANNELS } from '@muster/core/vocabulary.ts'
import { z } from 'zod'
import { ROLES } from './accounts.ts'
import { contactSchema, MOST_CONTACTS, MOST_RULES, ruleSchema, timeZone } from './config-document.ts'
import { instant } from './incidents.ts'
import { page, reads, writes } from './route.ts'

const slug = z.string().max(63)
const named = z.object({ slug: z.string(), name: z.string() })
const shift = z.object({ schedule: named, from: instant, to: instant.nullable().describe('Null: it does not end by itself') })

export const reachSchema = z.object({
  rings: z.boolean().describe('Whether anything at all will ring'),
  says: z.array(z.string()).describe('A sentence for each contact, what rings soonest first; or the one reason why nothing does'),
  each: z.array(
    z.object({
      contact: z.string().nullable().describe('Null when it is about the person, not about one contact'),
      state: z.enum(REACH_STATES),
      says: z.string(),
    }),
  ),
})
export type ReachView = z.infer<typeof reachSchema>

export const personRow = named.extend({
  email: z.string().nullable(),
  timeZone: z.string(),
  disabled: z.boolean(),
  onCall: z.array(z.object({ schedule: named, until: instant.nullable() })).describe('Right now'),
  nextShift: shift.nullable().describe('The next one that begins within 60 days'),
  contacts: z.array(z.object({ slug: z.string(), channel: z.enum(CHANNELS) })),
  reach: reachSchema,
})
export type PersonRow = z.infer<typeof personRow>

const testResult = z.enum(['delivered', 'retry', 'never'])

export const contactView = z.object({
  slug: z.string(),
  channel: z.enum(CHANNELS),
  address: z.string().describe('Whole for oneself and with the scope configure; for others only enough to know it again'),
  isMasked: z.boolean(),
  hasSecret: z.boolean(),
  verifiedAt: instant
    .nullable()
    .describe('When its owner gave back the code that was sent to it; an unverified contact rings all the same'),
  lastTest: z.object({ at: instant, result: testResult, detail: z.string() }).nullable(),
})
export type ContactView = z.infer<typeof contactView>

export const personDetail = personRow.extend({
  contacts: z.array(contactView),
  rules: z.array(z.object({ contact: z.string(), delayMinutes: z.number().int() })).describe('Soonest first'),
  shifts: z.array(shift).describe('Those that begin within 60 days, at most 20'),
  member: z
    .object({ role: z.enum(ROLES) })
    .nullable()
    .describe('Null: this person does not sign in here'),
  contactsKeptIn: z.string().nullable().describe('The file that says how to reach this person; null: they say so themselves'),
  kept: z.string().nullable().describe('The file that says everything else about them; null: it is changed in the console'),
})
export type PersonDetail = z.infer<typeof personDetail>

export const peopleRoutes = {
  list: reads('person.read', { path: '/people', summary: 'Everybody, by short name' })
    .input(
      z.object({
        q: z.string().trim().max(100).optional().describe('Part of a name or short name'),
        limit: z.coerce.number().int().min(1).max(100).default(50),
        cursor: slug.optional().describe('`next` of the page before'),
      }),
    )
    .output(page(personRow)),
  show: reads('person.read', { path: '/people/{person}', summary: 'One person: contacts, rules, shifts, and what will ring them' })
    .input(z.object({ person: slug }))
    .output(personDetail),
}

const ofContact = (path: `/${string}`) => `/myself/contacts/{contact}${path}` as const
const contact = slug

export const meRoutes = {
  show: reads('me.read', { path: '/myself', summary: 'The person who asks' }).output(personDetail),
  edit: writes('me.edit', { path: '/myself', summary: 'Change my time zone, my contacts, or when each of them rings' })
    .input(
      z.strictObject({
        timeZone: timeZone.optional(),
        contacts: z.array(contactSchema).max(MOST_CONTACTS).optional().describe('All of them; a new one is sent a code'),
        rules: z
          .array(ruleSchema)
          .max(MOST_RULES)
          .optional()
          .describe('All of them; left out, they stay as they are and a new contact rings at once'),
      }),
    )
    .output(personDetail),
  test: writes('me.edit', { path: ofContact('/test'), summary: 'Send myself a test message now' })
    .input(z.strictObject({ contact }))
    .output(z.object({ result: testResult, detail: z.string() })),
  sendCode: writes('me.edit', { path: ofContact('/code'), summary: 'Send a code to a contact of mine, to show that it is mine' })
    .input(z.strictObject({ contact }))
    .output(z.object({ result: testResult, detail: z.string(), expiresAt: instant })),
  confirmCode: writes('me.edit', { path: ofContact('/confirm'), summary: 'Give back the code that was sent' })
    .input(z.strictObject({ contact, code: z.string().regex(/^\d{6}$/, 'The code is six figures') }))
    .output(personDetail),
}
