// A password field whose eye can be seen in the dark, and heard.
import { PasswordInput, type PasswordInputProps } from '@mantine/core'

export function SecretInput(props: Omit<PasswordInputProps, 'visibilityToggleButtonProps'>) {
  return (
    <PasswordInput
      size="md"
      required
      withAsterisk={false}
      visibilityToggleButtonProps={{ 'aria-label': 'Show the password', style: { color: 'var(--muted)' } }}
      {...props}
    />
  )
}
