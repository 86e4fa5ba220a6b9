// A moment to type, in a zone that is said; the reader's own time stands below when it is another.
import { TextInput } from '@mantine/core'
import { useNow } from './clock.ts'
import { clockTime, localZone } from './times.ts'
import { fromLocal, toLocal } from './zoned.ts'

type Props = { label: string; value: number; timeZone: string; onChange: (at: number) => void; error?: string | undefined }

export function MomentField({ label, value, timeZone, onChange, error }: Props) {
  const now = useNow()
  const mine = localZone()
  const elsewhere = toLocal(value, mine) !== toLocal(value, timeZone)
  return (
    <TextInput
      type="datetime-local"
      size="md"
      label={`${label} (${timeZone})`}
      description={elsewhere ? `${clockTime(value, { now, timeZone: mine })} where you are` : undefined}
      value={toLocal(value, timeZone)}
      error={error}
      onChange={(event) => {
        const { value: typed } = event.currentTarget
        if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(typed)) onChange(fromLocal(typed, timeZone))
      }}
    />
  )
}
