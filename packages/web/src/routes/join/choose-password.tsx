// Behind a link for a forgotten password: a new one, and nothing else.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { apiOf } from '../../api/client.ts'
import { failureOf } from '../../api/failure.ts'
import { Button } from '../../ui/button.tsx'
import { SecretInput } from '../../ui/secret-input.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from '../sign-in/door.module.css'
import { LengthOf, SHORTEST } from './length-of.tsx'

export function ChoosePassword({ token, email }: { token: string; email: string }) {
  const [password, setPassword] = useState('')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const choosing = useMutation({
    networkMode: 'always',
    mutationFn: () => apiOf('').account.accept({ token, password }),
    onSuccess: async ({ slug, signedIn }) => {
      queries.clear()
      if (signedIn) await navigate({ to: '/o/$org/now', params: { org: slug }, replace: true })
      else await navigate({ to: '/sign-in', search: { to: `/o/${slug}/now`, step: 'password-set' }, replace: true })
    },
  })
  const fault = choosing.error === null ? undefined : failureOf(choosing.error).faults.find((one) => one.at === 'password')?.says
  return (
    <form
      className={classes['part']}
      onSubmit={(event) => {
        event.preventDefault()
        choosing.mutate()
      }}
    >
      {/* For the browser's own store of passwords, which files them under an address. */}
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <SecretInput
        label="Password"
        description="At least 10 characters. A few words that only you would put together are best."
        minLength={SHORTEST}
        maxLength={128}
        autoComplete="new-password"
        value={password}
        error={fault}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <LengthOf password={password} />
      <NotDone error={choosing.error} />
      <Button primary type="submit" size="md" loading={choosing.isPending}>
        Set the password
      </Button>
    </form>
  )
}
