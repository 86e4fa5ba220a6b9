// A new password; the other places somebody is signed in at are signed out with the old one.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changePassword } from '../../api/auth.ts'
import { Button } from '../../ui/button.tsx'
import { SecretInput } from '../../ui/secret-input.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from './my-page.module.css'

export function Password() {
  const queries = useQueryClient()
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const change = useMutation({
    networkMode: 'always',
    mutationFn: () => changePassword(old, fresh),
    onSuccess: () => {
      setOld('')
      setFresh('')
      return queries.invalidateQueries({ queryKey: ['', 'account'] })
    },
  })
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate()
      }}
    >
      <SecretInput
        label="Password now"
        autoComplete="current-password"
        value={old}
        onChange={(event) => setOld(event.currentTarget.value)}
      />
      <SecretInput
        label="New password"
        description="At least 10 characters. A few words that only you would put together are best."
        minLength={10}
        maxLength={128}
        autoComplete="new-password"
        value={fresh}
        onChange={(event) => setFresh(event.currentTarget.value)}
      />
      <NotDone error={change.error} />
      <p role="status" className={classes['kept']}>
        {change.isSuccess && '✓ Changed. Everywhere else you are signed out.'}
      </p>
      <Button type="submit" loading={change.isPending}>
        Change the password
      </Button>
    </form>
  )
}
