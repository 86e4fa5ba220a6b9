// muster invite: a one-time link to sign in with; also the way back in when nobody can.
import type { Role } from '@muster/contract/accounts.ts'
import { Option, type Command } from 'commander'
import type { Io } from '../io.ts'
import { when } from '../render/times.ts'
import { present, withServer } from '../session.ts'

type Options = { role: Role; email?: string; person?: string }

// Not taken from the contract, which would load the whole of it before every command.
const roles = ['stakeholder', 'responder', 'lead', 'administrator'] as const satisfies readonly Role[]

export function addInvite(program: Command, io: Io): void {
  program
    .command('invite')
    .summary('make a link to sign in with')
    .description('Makes a one-time link: whoever opens it first joins the organisation. Needs a token with the scope "administer".')
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).makeOptionMandatory())
    .option('--email <address>', 'only for this address')
    .option('--person <slug>', 'the person of the organisation they are')
    .action(({ role, email, person }: Options, command: Command) =>
      withServer(command, io, async (session) =>
        present(
          session,
          await session.api.invitations.create({ role, email: email ?? null, person: person ?? null }),
          ({ link, expiresAt }) =>
            `${link}\nSend it to ${email ?? 'them'} yourself. It works once, until ${when(expiresAt, io)}, and makes them ${withArticle(role)}.\n`,
        ),
      ),
    )
}

function withArticle(role: Role): string {
  return `${role === 'administrator' ? 'an' : 'a'} ${role}`
}
