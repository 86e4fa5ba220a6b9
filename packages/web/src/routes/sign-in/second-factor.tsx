// After the password: the code of the moment from an app, or one of the recovery codes.
import { TextInput } from '@mantine/core'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { recoveryCode, secondFactor } from '../../api/auth.ts'
import { failureOf } from '../../api/failure.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import classes from './door.module.css'
import { Door } from './door.tsx'
import { useEntering } from './enter.ts'

export function SecondFactor({ recovery }: { recovery: boolean }) {
  const { to } = useSearch({ from: '/sign-in' })
  const [code, setCode] = useState('')
  const entering = useEntering(async () => {
    await (recovery ? recoveryCode(code) : secondFactor(code))
    return 'signed-in'
  }, to)
  const tooLate = entering.error !== null && failureOf(entering.error).reason === 'INVALID_TWO_FACTOR_COOKIE'
  return (
    <Door
      title={recovery ? 'Use a recovery code' : 'The code from your app'}
      intro={
        recovery
          ? 'One of the codes you kept when you set up the second factor. Each works once.'
          : 'Six figures; they change every 30 seconds.'
      }
    >
      <form
        className={classes['part']}
        onSubmit={(event) => {
          event.preventDefault()
          entering.mutate(undefined)
        }}
      >
        <TextInput
          key={String(recovery)}
          label={recovery ? 'Recovery code' : 'Code'}
          size="md"
          required
          withAsterisk={false}
          autoFocus
          autoComplete={recovery ? 'off' : 'one-time-code'}
          inputMode={recovery ? 'text' : 'numeric'}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <NotDone error={entering.error} />
        <Button primary type="submit" size="md" loading={entering.isPending}>
          Sign in
        </Button>
      </form>
      <p>
        {recovery ? (
          <Link to="/sign-in" search={{ ...(to && { to }), step: 'code' }}>
            I have my app
          </Link>
        ) : (
          <Link to="/sign-in" search={{ ...(to && { to }), step: 'recovery' }}>
            I do not have my phone
          </Link>
        )}
        {' · '}
        <Link to="/sign-in" search={{ ...(to && { to }) }}>
          {tooLate ? 'Start again' : 'Sign in as somebody else'}
        </Link>
      </p>
    </Door>
  )
}
