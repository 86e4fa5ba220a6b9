// What a person does with a reading: writes down what they see, doubts where it comes from, or sets it aside.
import { NumberInput, Textarea, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Button } from '../../../ui/button.tsx'
import { usePanelOf } from '../../../ui/panel.ts'
import { Sheet } from '../../../ui/sheet.tsx'
import { NotDone } from '../../../ui/states.tsx'
import { useRecord, useWhyNot, type Entry } from '../protocol/protocol.ts'
import type { IncidentView } from '../view.ts'
import classes from './readings.module.css'
import type { ReadingView } from './view.ts'

type Props = { incident: IncidentView; readings: readonly ReadingView[] }
type FormProps = { incident: IncidentView; reading: ReadingView; close: () => void }

/** Each has an address: `reading:`, `doubt:` or `aside:` and the indicator. */
export function ReadingForms({ incident, readings }: Props) {
  const read = usePanelOf('reading')
  const doubt = usePanelOf('doubt')
  const aside = usePanelOf('aside')
  const found = (at: string | null) => readings.find(({ slug }) => slug === at)
  const [reading, doubted, setAside] = [found(read.at), found(doubt.at), found(aside.at)]
  return (
    <>
      <Sheet opened={reading !== undefined} onClose={read.close} title={`Record a reading of ${reading?.name ?? ''}`}>
        {reading !== undefined && <Record incident={incident} reading={reading} close={read.close} />}
      </Sheet>
      <Sheet opened={doubted !== undefined} onClose={doubt.close} title={`Doubt where ${doubted?.name ?? ''} comes from`}>
        {doubted !== undefined && <Doubt incident={incident} reading={doubted} close={doubt.close} />}
      </Sheet>
      <Sheet opened={setAside !== undefined} onClose={aside.close} title={`Set ${setAside?.name ?? ''} aside`}>
        {setAside !== undefined && <Aside incident={incident} reading={setAside} close={aside.close} />}
      </Sheet>
    </>
  )
}

function Record({ incident, reading: { slug, unit, target }, close }: FormProps) {
  const [value, setValue] = useState<number | string>('')
  const [source, setSource] = useState('')
  const entry: Entry | null =
    typeof value === 'number'
      ? { type: 'reading.changed', metric: slug, value, text: '', ...(source.trim() !== '' && { source: source.trim() }) }
      : null
  return (
    <Writing incident={incident} entry={entry} missing="Write the number first." says="Write it down" close={close}>
      <NumberInput
        label="What it shows"
        description={`Target ${target}`}
        size="md"
        data-autofocus
        decimalScale={6}
        suffix={unit === '' ? '' : ` ${unit}`}
        value={value}
        onChange={setValue}
      />
      <TextInput
        label="Where you see it (optional)"
        description="A dashboard, a report, users who call."
        size="md"
        maxLength={80}
        value={source}
        onChange={(event) => setSource(event.currentTarget.value)}
      />
    </Writing>
  )
}

function Doubt({ incident, reading: { source }, close }: FormProps) {
  const [text, setText] = useState('')
  const name = source?.name ?? ''
  const entry: Entry | null = text.trim() === '' || name === '' ? null : { type: 'source.distrusted', source: name, text: text.trim() }
  return (
    <Writing incident={incident} entry={entry} missing="Say how you know." says="Mark it as unreliable" close={close}>
      <p className="muted">
        What {name} says no longer counts in this incident. Correct the entry on the timeline to take that back; what users meet counts
        more.
      </p>
      <Textarea
        label="How you know"
        size="md"
        autosize
        minRows={2}
        maxLength={2000}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </Writing>
  )
}

function Aside({ incident, reading: { slug }, close }: FormProps) {
  const [text, setText] = useState('')
  const entry: Entry | null = text.trim() === '' ? null : { type: 'reading.set-aside', metric: slug, text: text.trim() }
  return (
    <Writing incident={incident} entry={entry} missing="Say why first." says="Set it aside" close={close}>
      <p className="muted">It is shown as not applicable here, and counts neither as good nor as bad.</p>
      <Textarea
        label="Why it says nothing of this incident"
        size="md"
        autosize
        minRows={2}
        maxLength={2000}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </Writing>
  )
}

type WritingProps = { incident: IncidentView; entry: Entry | null; missing: string; says: string; close: () => void; children: ReactNode }

function Writing({ incident, entry, missing, says, close, children }: WritingProps) {
  const record = useRecord(incident)
  const whyNot = useWhyNot() ?? (entry === null ? missing : null)
  return (
    <form
      className={classes['form']}
      aria-label={says}
      onSubmit={(event) => {
        event.preventDefault()
        if (whyNot === null && entry !== null) record.mutate(entry, { onSuccess: close })
      }}
    >
      {children}
      <Button primary type="submit" loading={record.isPending} disabledReason={whyNot}>
        {says}
      </Button>
      <NotDone error={record.error} />
    </form>
  )
}
