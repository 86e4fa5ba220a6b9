// Accounts, members, invitations, tokens and the audit, as the API speaks of them.
import { z } from 'zod'
import { instant } from './incidents.ts'
import { cursor, limit, opens, page, reads, SCOPES, writes, type Scope } from './route.ts'

/** From the one who may least to the one who may most. */
export const ROLES = ['stakeholder', 'responder', 'lead', 'administrator'] as const
export type Role = (typeof ROLES)[number]

export const SCOPES_OF: Readonly<Record<Role, readonly Scope[]>> = {
  stakeholder: ['read'],
  responder: ['read', 'respond'],
  lead: ['read', 'respond', 'configure'],
  administrator: ['read', 'respond', 'configure', 'administer'],
}

export const SHORTEST_PASSWORD = 10

const id = z.string().min(1).max(80)
const slug = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'Small letters, figures and dashes, at most 63, neither beginning nor ending with a dash')
const name = z.string().trim().min(1).max(120)
const email = z.string().trim().toLowerCase().max(254).pipe(z.email('Write an e-mail address, such as ann@example.org'))
const role = z.enum(ROLES)
const person = z.object({ slug: z.string(), name: z.string() }).nullable()
const someday = z.iso.datetime({ offset: true })
const oneTimeLink = z.string().describe('Told once: whoever opens it first, joins')

export const memberSchema = z.object({
  id: z.string(),
  account: z.object({ id: z.string(), name: z.string(), email: z.string(), twoFactor: z.boolean() }),
  role,
  person: person.describe('The person of the organisation this account belongs to: who is paged, and whose name stands on the log'),
  createdAt: instant,
})
export type MemberView = z.infer<typeof memberSchema>

export const memberRoutes = {
  list: reads('member.read', { path: '/members', summary: 'Who may sign in to this organisation, and as what; youngest first' })
    .input(z.object({ limit, cursor }))
    .output(page(memberSchema)),
  changeRole: writes('member.change-role', { path: '/members/{id}/role', summary: 'Give a member another role' })
    .input(z.strictObject({ id, role }))
    .output(memberSchema),
  linkPerson: writes('member.link-person', { path: '/members/{id}/person', summary: 'Say which person a member is, or null for none' })
    .input(z.strictObject({ id, person: z.string().max(63).nullable() }))
    .output(memberSchema),
  remove: writes('member.remove', { path: '/members/{id}/remove', summary: 'Take a member out of this organisation' })
    .input(z.strictObject({ id }))
    .output(z.object({ id: z.string() })),
  resetLink: writes('member.reset-link', {
    path: '/members/{id}/reset-link',
    summary: 'Make a one-time link with which a member chooses a new password',
    successStatus: 201,
  })
    .input(z.strictObject({ id }))
    .output(z.object({ link: z.string().describe('Told once: whoever opens it first, chooses the password'), expiresAt: instant })),
}

export const invitationSchema = z.object({
  id: z.string(),
  email: z.string().nullable(),
  role,
  person,
  state: z.enum(['open', 'accepted', 'expired', 'revoked']),
  createdBy: z.string(),
  createdAt: instant,
  expiresAt: instant,
})
export type InvitationView = z.infer<typeof invitationSchema>

export const invitationRoutes = {
  list: reads('invitation.read', { path: '/invitations', summary: 'Invitations, youngest first' })
    .input(z.object({ limit, cursor }))
    .output(page(invitationSchema)),
  create: writes('invitation.create', { path: '/invitations', summary: 'Invite somebody by a one-time link', successStatus: 201 })
    .input(
      z.strictObject({
        email: email.nullable().default(null).describe('Only for this address; null lets the one who opens the link choose'),
        role,
        person: z.string().max(63).nullable().default(null),
      }),
    )
    .output(invitationSchema.extend({ link: oneTimeLink })),
  revoke: writes('invitation.revoke', { path: '/invitations/{id}/revoke', summary: 'Make an open invitation worthless' })
    .input(z.strictObject({ id }))
    .output(invitationSchema),
}

export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  createdBy: z.string().nullable().describe('Null for the token of the installation'),
  createdAt: instant,
  lastUsedAt: instant.nullable().describe('To the minute'),
  revokedAt: instant.nullable(),
})
export type TokenView = z.infer<typeof tokenSchema>

export const tokenRoutes = {
  list: reads('token.read', { path: '/tokens', summary: 'API tokens, youngest first, without their values' })
    .input(z.object({ limit, cursor }))
    .output(page(tokenSchema)),
  create: writes('token.create', { path: '/tokens', summary: 'Make an API token; its value is told once', successStatus: 201 })
    .input(z.strictObject({ name, scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length) }))
    .output(tokenSchema.extend({ value: z.string().describe('Told once') })),
  revoke: writes('token.revoke', { path: '/tokens/{id}/revoke', summary: 'Make an API token worthless, from its next request on' })
    .input(z.strictObject({ id }))
    .output(tokenSchema),
}

export const auditEntrySchema = z.object({
  id: z.string(),
  at: instant,
  actor: z.object({ type: z.string(), name: z.string().nullable() }),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

export const auditFilter = z.object({
  actor: z.string().trim().max(120).optional().describe('Part of the name'),
  action: z.string().trim().max(80).optional().describe('An action such as token.create, or its beginning'),
  from: someday.optional(),
  to: someday.optional().describe('Up to, and without, this instant'),
})
export type AuditFilter = z.infer<typeof auditFilter>

export const auditRoutes = {
  list: reads('audit.read', { path: '/audit', summary: 'Who changed what, youngest first; all of it as /audit.csv' })
    .input(auditFilter.extend({ limit, cursor }))
    .output(page(auditEntrySchema)),
}

export const organisationRoutes = {
  create: writes('organisation.create', { path: '/organisations', summary: 'Make another organisation', successStatus: 201 })
    .input(z.strictObject({ slug, name }))
    .output(
      z.object({
        slug: z.string(),
        name: z.string(),
        link: oneTimeLink.nullable().describe('For its first administrator; null when an account made it, which is one already'),
      }),
    ),
}

const membership = z.object({ slug: z.string(), name: z.string(), role, person })
const secret = z.string().min(1).max(200)

const lookedAt = z.object({
  organisation: z.object({ slug: z.string(), name: z.string() }),
  role,
  email: z.string().nullable(),
  reset: z.object({ name: z.string(), email: z.string() }).nullable().describe('Whose password the link sets; null when it is for joining'),
})

/** What is asked before an organisation is named. Not part of `api`: no scope opens it, and no token. */
export const accountApi = {
  account: {
    me: opens({ method: 'GET', path: '/me', summary: 'Whose session this is, and where it may go' }).output(
      z.object({
        account: z.object({ id: z.string(), name: z.string(), email: z.string(), twoFactor: z.boolean() }),
        organisations: z.array(membership),
      }),
    ),
    waysIn: opens({ method: 'GET', path: '/ways-in', summary: 'How somebody can sign in here' }).output(
      z.object({
        password: z.boolean(),
        passkey: z.boolean().describe('Browsers allow passkeys on a secure page only'),
        oidc: z.object({ provider: z.string(), name: z.string() }).nullable(),
        demo: z.array(z.object({ person: z.string(), name: z.string(), role })).describe('Empty outside demo mode'),
      }),
    ),
    // A POST, although it changes nothing: a one-time link in an address would stand in every proxy's log.
    look: opens({ method: 'POST', path: '/invitations/look', summary: 'What an invitation is for' })
      .input(z.strictObject({ token: secret }))
      .output(lookedAt),
    accept: opens({
      method: 'POST',
      path: '/invitations/accept',
      summary: 'Join, with the account signed in or with a new one; or choose a new password',
    })
      .input(
        z.strictObject({
          token: secret,
          name: name.optional(),
          email: email.optional().describe('Needed for a new account when the invitation names none'),
          password: z
            .string()
            .min(SHORTEST_PASSWORD, `At least ${SHORTEST_PASSWORD} characters; a few words that only you would put together are best`)
            .max(128)
            .optional(),
        }),
      )
      .output(membership.extend({ signedIn: z.boolean().describe('False when a second factor is still to be asked for') })),
  },
}
