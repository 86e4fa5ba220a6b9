// Why it cannot be done: help is needed, or time, or it is not needed at all, with a reason.
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { toast } from '../../../shell/toast-list.ts'
import { Button } from '../../../ui/button.tsx'
import { NotDone } from '../../../ui/states.tsx'
import { useEscalate } from '../escalate.ts'
import type { IncidentView } from '../view.ts'
import { usePlace } from './place.ts'
import { PutOff } from './put-off.tsx'
import { useRecord, useWhyNot, type Obligation } from './protocol.ts'
import classes from './protocol.module.css'

const REASONS = ['It does not apply here.', 'Somebody did it another way.', 'It would do more harm than good now.'] as const

export function Blocked({ incident, owed, onDone }: { incident: IncidentView; owed: Obligation; onDone: () => void }) {
  const [why, setWhy] = useState('')
  const waive = useRecord(incident)
  const escalate = useEscalate(incident)
  const { go } = usePlace()
  const whyNot = useWhyNot()
  const reason = whyNot ?? (why.trim() === '' ? 'Say why first, or choose a reason.' : null)
  const help = () =>
    escalate.mutate(undefined, {
      onSuccess: () => {
        toast('Help is asked for: the next rung is woken now.')
        onDone()
      },
    })
  return (
    <div className={classes['form']}>
      <div>
        <p className={classes['label']}>I cannot do it</p>
        <Button disabledReason={whyNot ?? incident.can.escalate?.says ?? null} loading={escalate.isPending} onClick={help}>
          Ask for help
        </Button>
        <p className="muted small">Wakes whoever is next. It stays owed.</p>
        <NotDone error={escalate.error} />
        <Button onClick={() => go({ panel: 'may' })}>I may not do it: who may?</Button>
      </div>
      <PutOff incident={incident} owed={owed} onDone={onDone} />
      <form
        className={classes['form']}
        aria-label="It is not needed"
        onSubmit={(event) => {
          event.preventDefault()
          if (reason === null) waive.mutate({ type: 'duty.waived', duty: owed.key, why: why.trim() }, { onSuccess: onDone })
        }}
      >
        <p className={classes['label']}>It is not needed</p>
        <div className={classes['row']}>
          {REASONS.map((one) => (
            <Button key={one} size="compact-sm" aria-pressed={why === one} disabledReason={whyNot} onClick={() => setWhy(one)}>
              {one}
            </Button>
          ))}
        </div>
        <Textarea
          label="Why"
          autosize
          minRows={1}
          maxRows={6}
          size="md"
          maxLength={500}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <Button type="submit" loading={waive.isPending} disabledReason={reason}>
          It is not owed
        </Button>
        <NotDone error={waive.error} />
      </form>
    </div>
  )
}
