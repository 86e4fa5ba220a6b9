// How far a new password is from long enough.
export const SHORTEST = 10

export function LengthOf({ password }: { password: string }) {
  const missing = SHORTEST - password.length
  return (
    <p className="muted small" aria-live="polite">
      {password !== '' && (missing > 0 ? `${missing} more ${missing === 1 ? 'character' : 'characters'}` : '✓ Long enough')}
    </p>
  )
}
