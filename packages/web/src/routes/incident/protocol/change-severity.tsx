// How bad it is: a person decides and says why; whoever is unsure is asked about the impact.
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { chosenOf, ImpactFields, UNKNOWN_IMPACT } from '../../../parts/impact.tsx'
import { groupOf, groupsOf, proposedBy, reasonOf, type SeverityGroup } from '../../../parts/severity-groups.ts'
import { toast } from '../../../shell/toast-list.ts'
import { Button } from '../../../ui/button.tsx'
import { Sheet } from '../../../ui/sheet.tsx'
import { NotDone, Shown } from '../../../ui/states.tsx'
import type { IncidentView } from '../view.ts'
import { usePlace } from './place.ts'
import { useProtocol, useRecord, useWhyNot, type Protocol } from './protocol.ts'
import classes from './protocol.module.css'

export function ChangeSeverity({ incident }: { incident: IncidentView }) {
  const { panel, shut } = usePlace()
  const query = useProtocol(incident)
  return (
    <Sheet opened={panel === 'severity'} onClose={shut} title="How bad is it?">
      <Shown query={query} rows={6}>
        {(protocol) => <SeverityForm incident={incident} protocol={protocol} close={shut} />}
      </Shown>
    </Sheet>
  )
}

type FormProps = { incident: IncidentView; protocol: Protocol; close: () => void }

function SeverityForm({ incident, protocol, close }: FormProps) {
  const [impact, setImpact] = useState(UNKNOWN_IMPACT)
  const [written, setWritten] = useState<string | null>(null)
  const record = useRecord(incident)
  const groups = groupsOf(protocol)
  const current = groupOf(groups, incident.severity)
  const chosen = chosenOf(protocol, impact)
  const why = written ?? reasonOf(protocol.impact, impact.answers, proposedBy(protocol.impact, impact.answers)).slice(0, 500)
  const reason = useWhyNot() ?? whyNotYet(chosen, current, why)
  const change = () => {
    if (reason !== null || chosen === undefined) return
    record.mutate(
      { type: 'severity.changed', to: chosen.severity, why: why.trim() },
      {
        onSuccess: () => {
          toast(`It is ${chosen.label} now. What was owed before is still owed.`)
          close()
        },
      },
    )
  }
  return (
    <form
      className={classes['form']}
      aria-label="How bad is it?"
      onSubmit={(event) => {
        event.preventDefault()
        change()
      }}
    >
      <p className="muted">It is {current?.label ?? protocol.label} now.</p>
      <ImpactFields asking={protocol} impact={impact} set={setImpact} />
      <Textarea
        label="Why"
        autosize
        minRows={2}
        maxRows={8}
        size="md"
        maxLength={500}
        value={why}
        onChange={(event) => setWritten(event.currentTarget.value)}
      />
      <Button primary type="submit" loading={record.isPending} disabledReason={reason}>
        {chosen === undefined ? 'Change it' : `Change it to ${chosen.label}`}
      </Button>
      <NotDone error={record.error} />
    </form>
  )
}

function whyNotYet(chosen: SeverityGroup | undefined, current: SeverityGroup | undefined, why: string): string | null {
  if (chosen === undefined) return 'Choose one, or answer a question.'
  if (chosen === current) return `It is ${chosen.label} already.`
  return why.trim() === '' ? 'Say why.' : null
}
