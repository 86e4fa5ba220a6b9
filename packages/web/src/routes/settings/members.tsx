// Members: who may sign in to this organisation, as what, and which person of it they are.
import { Select } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Api } from '../../api/client.ts'
import { meQuery } from '../../api/session.ts'
import { useDoing, useOrg } from '../../api/use-api.ts'
import { PersonSelect } from '../../parts/person-select.tsx'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Part } from '../../ui/screen.tsx'
import { NotDone } from '../../ui/states.tsx'
import { useQuery } from '@tanstack/react-query'
import { Paged, usePages } from './pages.tsx'
import { ResetPassword } from './reset-password.tsx'
import { roleOf, roleOptions } from './roles.ts'
import classes from './settings.module.css'

type Member = Awaited<ReturnType<Api['members']['list']>>['items'][number]

export function Members() {
  const org = useOrg()
  const query = usePages<Member>(['members'], (api, paged) => api.members.list(paged))
  return (
    <Part
      title="Members"
      actions={
        <Link to="/o/$org/settings/$section" params={{ org, section: 'invitations' }}>
          Invite somebody
        </Link>
      }
    >
      <Paged query={query}>
        {(members) => (
          <ul className={classes['list']}>
            {members.map((member) => (
              <MemberRow key={member.id} member={member} lastAdministrator={isLast(member, members, query.hasNextPage)} />
            ))}
          </ul>
        )}
      </Paged>
    </Part>
  )
}

/** Only when all members are known; otherwise the server says it. */
function isLast(member: Member, members: readonly Member[], hasMore: boolean): boolean {
  return !hasMore && member.role === 'administrator' && members.filter(({ role }) => role === 'administrator').length === 1
}

function MemberRow({ member, lastAdministrator }: { member: Member; lastAdministrator: boolean }) {
  const { data: me } = useQuery(meQuery)
  const { account, role, person } = member
  const mine = me?.account.id === account.id
  const change = useDoing((api, to: string | null) => api.members.changeRole({ id: member.id, role: roleOf(to) }), ['account'])
  const link = useDoing((api, slug: string | null) => api.members.linkPerson({ id: member.id, person: slug }), ['account'])
  const remove = useDoing((api) => api.members.remove({ id: member.id }), ['account'])
  const fixed = lastAdministrator ? 'The last administrator stays one. Make somebody else an administrator first.' : null
  return (
    <li className={classes['row']}>
      <div>
        <p className="strong">
          <span className="foreign">{account.name}</span> {mine && <span className="muted">(you)</span>}
        </p>
        <p className="muted small">
          {account.email} · {account.twoFactor ? '✓ second factor' : 'no second factor'}
        </p>
        {fixed !== null && <p className="muted small">{fixed}</p>}
      </div>
      <div className={`${classes['tools']} ${classes['member']}`}>
        <Select
          aria-label={`Role of ${account.name}`}
          size="md"
          className={classes['role']}
          allowDeselect={false}
          disabled={fixed !== null || change.isPending}
          data={roleOptions}
          value={role}
          onChange={(to) => change.mutate(to)}
        />
        <PersonSelect
          label={`Person that ${account.name} is`}
          hidden
          placeholder="Nobody who is paged"
          value={person?.slug ?? null}
          onChange={(slug) => link.mutate(slug)}
        />
        <ResetPassword member={member.id} name={account.name} />
        <AskFirst
          panel={`remove:${member.id}`}
          title={`Remove ${account.name}?`}
          says="They are out at their next click. Who is paged does not change: that is said by policies and schedules."
          verb="Remove"
          act={() => remove.mutateAsync()}
          error={remove.error}
          pending={remove.isPending}
          disabledReason={fixed}
          aria-label={`Remove ${account.name}`}
        >
          Remove…
        </AskFirst>
      </div>
      <NotDone error={change.error ?? link.error} />
    </li>
  )
}
