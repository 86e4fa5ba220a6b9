// muster invite: a one-time link to sign in with, or to choose a new password; also the way back in when nobody can.
import type { Role } from '@muster/contract/accounts.ts'
import { Option, type Command } from 'commander'
import { refused, usage } from '../exit.ts'
import type { Io } from '../io.ts'
import { when } from '../render/times.ts'
import { present, withServer, type Session } from '../session.ts'

type Options = { role?: Role; email?: string; person?: string; reset?: true }

// Not taken from the contract, which would load the whole of it before every command.
const roles = ['stakeholder', 'responder', 'lead', 'administrator'] as const satisfies readonly Role[]

export function addInvite(program: Command, io: Io): void {
  program
    .command('invite')
    .summary('make a link to sign in with')
    .description(
      'Makes a one-time link: whoever opens it first joins the organisation; or, with --reset, chooses a new password. Needs a token with the scope "administer".',
    )
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).conflicts('reset'))
    .option('--email <address>', 'only for this address')
    .addOption(new Option('--person <slug>', 'the person of the organisation they are').conflicts('reset'))
    .option('--reset', 'a new password for the member with this --email')
    .action(({ role, email, person, reset }: Options, command: Command) => {
      if (reset === true) {
        if (email === undefined)
          throw usage('Whose password is it?', 'Say it with --email, as in: muster invite --reset --email ann@example.org')
        return withServer(command, io, (session) => resetFor(session, email))
      }
      if (role === undefined) throw usage('What may they do?', `Say it with --role: ${roles.join(', ')}.`)
      return withServer(command, io, (session) => inviteAs(session, { role, email: email ?? null, person: person ?? null }))
    })
}

type Invited = { role: Role; email: string | null; person: string | null }

async function inviteAs(session: Session, { role, email, person }: Invited): Promise<void> {
  present(
    session,
    await session.api.invitations.create({ role, email, person }),
    ({ link, expiresAt }) =>
      `${link}\nSend it to ${email ?? 'them'} yourself. It works once, until ${when(expiresAt, session.io)}, and makes them ${withArticle(role)}.\n`,
  )
}

async function resetFor(session: Session, email: string): Promise<void> {
  const id = await memberWith(session, email.trim().toLowerCase())
  if (id === null) throw refused(`No member here has the address ${email}.`, 'Look at Settings → Members; or invite them with --role.')
  present(
    session,
    await session.api.members.resetLink({ id }),
    ({ link, expiresAt }) =>
      `${link}\nSend it to ${email} yourself. It works once, until ${when(expiresAt, session.io)}: they choose a new password, and are signed out elsewhere.\n`,
  )
}

async function memberWith({ api }: Session, email: string): Promise<string | null> {
  let cursor: string | undefined
  do {
    const { items, next } = await api.members.list({ limit: 100, ...(cursor !== undefined && { cursor }) })
    const found = items.find(({ account }) => account.email === email)
    if (found !== undefined) return found.id
    cursor = next ?? undefined
  } while (cursor !== undefined)
  return null
}

function withArticle(role: Role): string {
  return `${role === 'administrator' ? 'an' : 'a'} ${role}`
}
