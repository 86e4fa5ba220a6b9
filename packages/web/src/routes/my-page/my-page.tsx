// My page: what rings me, and how I sign in.
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { meQuery, useMembership } from '../../api/session.ts'
import { useOrg } from '../../api/use-api.ts'
import { Part, Screen } from '../../ui/screen.tsx'
import { Loading } from '../../ui/states.tsx'
import classes from './my-page.module.css'
import { Passkeys } from './passkeys.tsx'
import { Password } from './password.tsx'
import { Sessions } from './sessions.tsx'
import { TwoFactor } from './two-factor.tsx'
import { NobodyHere, WhatRings } from './what-rings.tsx'

const exactly = { exact: true, includeSearch: true, explicitUndefined: true }

export function MyPage() {
  const org = useOrg()
  const { part }: Record<string, string | undefined> = useSearch({ strict: false })
  const { data: me } = useQuery(meQuery)
  const signIn = part === 'sign-in'
  return (
    <Screen title="My page" {...(me !== undefined && { intro: `${me.account.name}, ${me.account.email}` })}>
      <nav className={classes['parts']} aria-label="Parts of my page">
        <Link to="/o/$org/me" params={{ org }} search={{}} activeOptions={exactly}>
          What rings me
        </Link>
        <Link to="/o/$org/me" params={{ org }} search={{ part: 'sign-in' }} activeOptions={exactly}>
          How I sign in
        </Link>
      </nav>
      {signIn ? <SignInPart /> : <RingsPart />}
    </Screen>
  )
}

function RingsPart() {
  const membership = useMembership()
  if (membership === undefined) return <Loading />
  return membership.person === null ? <NobodyHere /> : <WhatRings />
}

function SignInPart() {
  return (
    <>
      <Part title="Second factor">
        <TwoFactor />
      </Part>
      <Part title="Passkeys">
        <Passkeys />
      </Part>
      <Part title="Password">
        <Password />
      </Part>
      <Part title="Where you are signed in">
        <Sessions />
      </Part>
    </>
  )
}
