// What a service is to others: whether somebody else runs it, what takes over when it fails, and the hours of its team.
import { Switch, Textarea } from '@mantine/core'
import type { ServiceDocument } from '../../parts/config.ts'
import { WorkingHours } from '../../parts/working-hours.tsx'

type Props = {
  value: ServiceDocument
  put: (change: Partial<ServiceDocument>) => void
  isOff: boolean
  faults: ReadonlyMap<string, string>
}

export function StandingAlone({ value, put, isOff, faults }: Props) {
  return (
    <>
      <Switch
        size="md"
        label="Somebody else runs it"
        description="A vendor, a payment provider, a region that is rented."
        disabled={isOff}
        checked={value.external}
        onChange={({ currentTarget: { checked: external } }) => put({ external })}
      />
      <Textarea
        label="What takes over when it fails"
        description="Left empty: nothing does."
        size="md"
        autosize
        maxLength={500}
        readOnly={isOff}
        value={value.fallback ?? ''}
        error={faults.get('fallback')}
        onChange={({ currentTarget: { value: text } }) => put({ fallback: text === '' ? null : text })}
      />
      <WorkingHours
        label="Its team has hours of its own"
        description="Otherwise the hours of the organisation count."
        value={value.hours}
        put={(hours) => put({ hours })}
        isOff={isOff}
        fault={(place) => faults.get(`hours.${place}`)}
      />
    </>
  )
}
