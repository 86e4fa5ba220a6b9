// How bad it is, asked by its impact: the answers propose a severity, a person decides and says why.
import { Modal, Radio, Textarea } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import { toast } from '../../../shell/toast-list.ts'
import { Button } from '../../../ui/button.tsx'
import { NotDone, Shown } from '../../../ui/states.tsx'
import type { IncidentView } from '../view.ts'
import { usePlace } from './place.ts'
import { useProtocol, useRecord, useWhyNot, type Protocol } from './protocol.ts'
import classes from './protocol.module.css'
import { groupOf, groupsOf, proposedBy, reasonOf, type Answers, type SeverityGroup } from './severity-groups.ts'

export function ChangeSeverity({ incident }: { incident: IncidentView }) {
  const { panel, shut } = usePlace()
  const query = useProtocol(incident)
  const narrow = useMediaQuery('(max-width: 720px)', undefined, { getInitialValueInEffect: false }) ?? false
  return (
    <Modal opened={panel === 'severity'} onClose={shut} title="How bad is it?" size="lg" fullScreen={narrow}>
      <Shown query={query} rows={6}>
        {(protocol) => <SeverityForm incident={incident} protocol={protocol} close={shut} />}
      </Shown>
    </Modal>
  )
}

type FormProps = { incident: IncidentView; protocol: Protocol; close: () => void }

function SeverityForm({ incident, protocol, close }: FormProps) {
  const [answers, setAnswers] = useState<Answers>({})
  const [picked, setPicked] = useState<string | null>(null)
  const [written, setWritten] = useState<string | null>(null)
  const record = useRecord(incident)
  const groups = groupsOf(protocol)
  const proposed = proposedBy(protocol.impact, answers)
  const current = groupOf(groups, incident.severity)
  const chosen = groups.find(({ severity }) => severity === picked) ?? groupOf(groups, proposed)
  const why = written ?? reasonOf(protocol.impact, answers, proposed).slice(0, 500)
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
      <p className="muted">It is {current?.label ?? protocol.label} now. Answer what you know; in doubt, the higher one.</p>
      {protocol.impact.map(({ id, asks, answers: possible }) => (
        <Radio.Group
          key={id}
          label={asks}
          value={answers[id] === undefined ? null : String(answers[id])}
          onChange={(index) => setAnswers((others) => ({ ...others, [id]: Number(index) }))}
        >
          <div className={classes['radios']}>
            {possible.map(({ says }, index) => (
              <Radio key={says} value={String(index)} label={says} classNames={{ root: classes['radio'] ?? '' }} />
            ))}
          </div>
        </Radio.Group>
      ))}
      <Radio.Group
        label="So it is"
        description={
          proposed === null
            ? 'Nothing that was answered speaks for one; choose it yourself.'
            : `Your answers propose ${groupOf(groups, proposed)?.label ?? proposed}.`
        }
        value={chosen?.severity ?? null}
        onChange={setPicked}
      >
        <div className={classes['radios']}>
          {groups.map(({ severity, label, means }) => (
            <Radio key={severity} value={severity} label={label} description={means} classNames={{ root: classes['radio'] ?? '' }} />
          ))}
        </div>
      </Radio.Group>
      {chosen !== undefined && <Meaning group={chosen} />}
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
  if (chosen === undefined) return 'Answer a question, or choose one.'
  if (chosen === current) return `It is ${chosen.label} already.`
  return why.trim() === '' ? 'Say why.' : null
}

function Meaning({ group: { scope, escalation, risk } }: { group: SeverityGroup }) {
  return (
    <dl className={classes['fixed']} aria-live="polite">
      {[
        ['Reaches', scope],
        ['Who is called', escalation],
        ['Risk', risk],
      ].map(([term, says]) => (
        <div key={term}>
          <dt className="muted">{term}</dt>
          <dd>{says}</dd>
        </div>
      ))}
    </dl>
  )
}
