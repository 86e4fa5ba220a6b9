// Asking a specialist so that they can act at once: those the log points to first, what is known filled in, what is vague asked back.
import { Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Api } from '../../../api/client.ts'
import { failureOf } from '../../../api/failure.ts'
import { reading, useOrg } from '../../../api/use-api.ts'
import { namesOf } from '../../../parts/standing.tsx'
import { toast } from '../../../shell/toast-list.ts'
import { Button } from '../../../ui/button.tsx'
import { Sheet } from '../../../ui/sheet.tsx'
import { NotDone, Shown } from '../../../ui/states.tsx'
import type { IncidentView } from '../view.ts'
import { usePlace } from './place.ts'
import { useRecord, useWhyNot } from './protocol.ts'
import classes from './protocol.module.css'

type Specialist = Awaited<ReturnType<Api['incidents']['specialists']>>['items'][number]

export function AskSpecialist({ incident }: { incident: IncidentView }) {
  const { panel, shut } = usePlace()
  return (
    <Sheet opened={panel === 'specialist'} onClose={shut} title="Ask a specialist">
      <Choosing incident={incident} close={shut} />
    </Sheet>
  )
}

function Choosing({ incident, close }: { incident: IncidentView; close: () => void }) {
  const org = useOrg()
  const query = useQuery(
    reading(org, ['incidents', String(incident.number), 'specialists'], (api) => api.incidents.specialists({ id: incident.id })),
  )
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <Shown query={query} rows={4}>
      {({ items }) => {
        const one = items.find(({ id }) => id === chosen)
        if (one !== undefined) return <Packet incident={incident} specialist={one} close={close} back={() => setChosen(null)} />
        return (
          <ul className={classes['list']}>
            {items.map(({ id, name, signs, because, holder }) => (
              <li key={id}>
                <div className={classes['role']}>
                  <span>
                    <span className="strong">{name}</span>
                    <br />
                    <span className="muted small">
                      {holder.people.length === 0
                        ? `${holder.name}: nobody is on call for it`
                        : `${namesOf(holder.people)}, ${holder.name}`}
                      {signs.length > 0 &&
                        ` · the log says: ${signs.join(', ')} (${because.length === 1 ? 'entry' : 'entries'} ${because.join(', ')})`}
                    </span>
                  </span>
                  <Button size="compact-sm" className={classes['end']} aria-label={`Ask them: ${name}`} onClick={() => setChosen(id)}>
                    Ask them…
                  </Button>
                </div>
              </li>
            ))}
          </ul>
        )
      }}
    </Shown>
  )
}

type PacketProps = { incident: IncidentView; specialist: Specialist; close: () => void; back: () => void }

function Packet({ incident, specialist, close, back }: PacketProps) {
  const { id, name, holder, minutes, needs } = specialist
  const [answers, setAnswers] = useState<Record<string, string>>(() =>
    Object.fromEntries(needs.map(({ field, before }) => [field, before])),
  )
  const record = useRecord(incident)
  const whyNot = useWhyNot()
  const faults = record.error === null ? [] : failureOf(record.error).faults
  // The question stands above it already.
  const faultOf = (field: string) =>
    faults.some(({ at }) => at.endsWith(`answers.${field}`)) ? 'Say it exactly, so that they can act on it at once.' : undefined
  return (
    <form
      className={classes['form']}
      aria-label={`For ${name}`}
      onSubmit={(event) => {
        event.preventDefault()
        if (whyNot !== null) return
        record.mutate(
          { type: 'packet.sent', about: id, answers },
          {
            onSuccess: () => {
              toast(`${holder.people[0] ?? holder.name} is called with it${minutes === null ? '' : `, and has ${minutes} minutes`}.`)
              close()
            },
          },
        )
      }}
    >
      <p className="muted">
        {holder.people.length === 0
          ? `Nobody is on call as ${holder.name}: it is written down, and whoever comes next in the chain is called.`
          : `${namesOf(holder.people)} reads this on the phone.`}
      </p>
      {needs.map(({ field, asks }) => (
        <Textarea
          key={field}
          label={asks}
          autosize
          minRows={1}
          maxRows={6}
          size="md"
          maxLength={1000}
          value={answers[field] ?? ''}
          error={faultOf(field)}
          onChange={(event) => setAnswers({ ...answers, [field]: event.currentTarget.value })}
        />
      ))}
      <Button primary type="submit" loading={record.isPending} disabledReason={whyNot}>
        Send it, and call them
      </Button>
      <Button onClick={back}>Somebody else</Button>
      <NotDone error={record.error} />
    </form>
  )
}
