// Not now: nobody is reminded for a while, with a reason that stands on the log. The clock runs on.
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { toast } from '../../../shell/toast-list.ts'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { NotDone } from '../../../ui/states.tsx'
import type { IncidentView } from '../view.ts'
import { useRecord, useWhyNot, type Obligation } from './protocol.ts'
import classes from './protocol.module.css'

const REASONS = ['Something else comes first.', 'I wait for somebody.'] as const
const LENGTHS = [
  { value: '5', label: '5 min' },
  { value: '15', label: '15 min' },
  { value: '30', label: '30 min' },
] as const

export function PutOff({ incident, owed, onDone }: { incident: IncidentView; owed: Obligation; onDone: () => void }) {
  const [why, setWhy] = useState('')
  const [minutes, setMinutes] = useState<(typeof LENGTHS)[number]['value']>('5')
  const record = useRecord(incident)
  const whyNot = useWhyNot()
  const reason = whyNot ?? (why.trim() === '' ? 'Say why first, or choose a reason.' : null)
  const send = () =>
    record.mutate(
      { type: 'duty.snoozed', duty: owed.key, minutes: Number(minutes), why: why.trim() },
      {
        onSuccess: () => {
          toast(`Nobody is reminded of it for ${minutes} min.`)
          onDone()
        },
      },
    )
  return (
    <form
      className={classes['form']}
      aria-label="Not now"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason === null) send()
      }}
    >
      <p className={classes['label']}>Not now</p>
      <Choice label="For how long" value={minutes} choices={LENGTHS} onChange={setMinutes} />
      <div className={classes['row']}>
        {REASONS.map((one) => (
          <Button key={one} size="compact-sm" aria-pressed={why === one} disabledReason={whyNot} onClick={() => setWhy(one)}>
            {one}
          </Button>
        ))}
      </div>
      <TextInput label="Why not now" size="md" maxLength={500} value={why} onChange={(event) => setWhy(event.currentTarget.value)} />
      <Button type="submit" loading={record.isPending} disabledReason={reason}>
        Put it off
      </Button>
      <p className="muted small">Nobody is reminded until then. It stays owed, and its clock runs on.</p>
      <NotDone error={record.error} />
    </form>
  )
}
