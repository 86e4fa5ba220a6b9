// Behind a one-time link: which organisation and role it opens, and one way in.
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { failureOf } from '../../api/failure.ts'
import { meQuery } from '../../api/session.ts'
import { reading } from '../../api/use-api.ts'
import { Loading } from '../../ui/states.tsx'
import { Button } from '../../ui/button.tsx'
import { Door } from '../sign-in/door.tsx'
import { ChoosePassword } from './choose-password.tsx'
import { JoinAsNew } from './join-as-new.tsx'
import { JoinSignedIn } from './join-signed-in.tsx'

const ROLE_WORDS = {
  stakeholder: 'You will be able to see incidents, and what is done about them.',
  responder: 'You will be able to see incidents and answer pages.',
  lead: 'You will be able to answer pages, and say who is woken when.',
  administrator: 'You will be able to do everything, members and keys included.',
} as const

export function Join() {
  const { token } = useParams({ from: '/join/$token' })
  const invitation = useQuery({
    ...reading('', ['account', 'invitation', token], (api) => api.account.look({ token })),
    staleTime: Infinity,
  })
  const me = useQuery(meQuery)
  if (invitation.error !== null) return <NotOpen error={invitation.error} retry={() => void invitation.refetch()} />
  if (invitation.data === undefined || me.isPending)
    return (
      <Door title="Your invitation">
        <Loading rows={3} />
      </Door>
    )
  const { organisation, role, email, reset } = invitation.data
  if (reset !== null)
    return (
      <Door
        title={`Choose a new password, ${reset.name}`}
        intro={`For ${reset.email}. Wherever you are signed in, you will be signed out.`}
      >
        <ChoosePassword token={token} email={reset.email} />
      </Door>
    )
  return (
    <Door title={`Join ${organisation.name}`} intro={`As ${article(role)} ${role}. ${ROLE_WORDS[role]}`}>
      {me.data === undefined ? <JoinAsNew token={token} email={email} /> : <JoinSignedIn token={token} account={me.data.account} />}
    </Door>
  )
}

const article = (word: string): string => (/^[aeiou]/.test(word) ? 'an' : 'a')

const TITLES: Readonly<Record<string, string>> = {
  'invitation-used': 'This link was used already',
  'invitation-expired': 'This link has run out',
  'invitation-revoked': 'This link was taken back',
  'invitation-unknown': 'This link is not known here',
}

function NotOpen({ error, retry }: { error: unknown; retry: () => void }) {
  const { kind, reason, says, hint } = failureOf(error)
  return (
    <Door title={TITLES[reason ?? ''] ?? says} intro={hint}>
      {kind === 'away' || reason === 'too-many-tries' ? (
        <Button size="md" onClick={retry}>
          Try again
        </Button>
      ) : (
        <p>
          <a href="/sign-in">Sign in</a> if you have an account already.
        </p>
      )}
    </Door>
  )
}
