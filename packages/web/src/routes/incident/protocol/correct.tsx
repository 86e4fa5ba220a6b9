// What stands wrong on the log is put right, or taken back, with a reason; the log keeps both.
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { NotDone } from '../../../ui/states.tsx'
import { isFile } from '../files/log-file.tsx'
import type { IncidentView, LogView } from '../view.ts'
import { useRecord, useWhyNot } from './protocol.ts'
import classes from './protocol.module.css'

const WAYS = [
  { value: 'correct', label: 'Say it right' },
  { value: 'withdraw', label: 'Take it back' },
] as const
type Way = (typeof WAYS)[number]['value']

type Props = {
  incident: IncidentView
  entry: LogView
  /** What it says since it was put right last; null: what it said. */
  putRight: string | null
  close: () => void
}

export function CorrectForm({ incident, entry, putRight, close }: Props) {
  const said = typeof entry.body['text'] === 'string' ? entry.body['text'] : null
  const stood = said === null ? null : (putRight ?? said)
  const [way, setWay] = useState<Way>(stood === null ? 'withdraw' : 'correct')
  const [text, setText] = useState(stood ?? '')
  const [why, setWhy] = useState('')
  const record = useRecord(incident)
  const reason = useWhyNot() ?? whyNotYet({ way, text, stood, why })
  const send = () => {
    if (reason !== null) return
    const { seq } = entry
    const because = why.trim()
    record.mutate(
      way === 'correct'
        ? { type: 'entry.corrected', seq, why: because, text: text.trim() }
        : { type: 'entry.withdrawn', seq, why: because },
      { onSuccess: close },
    )
  }
  return (
    <form
      className={classes['form']}
      aria-label="What is wrong with it?"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <p className="foreign muted">{entry.says}</p>
      {putRight !== null && <p className="foreign muted">Put right since to: {putRight}</p>}
      {stood !== null && <Choice label="What to do with it" value={way} choices={WAYS} onChange={setWay} />}
      {way === 'correct' && (
        <Textarea
          label={isFile(entry) ? 'What its caption should say' : 'What it should say'}
          autosize
          minRows={2}
          maxRows={10}
          size="md"
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
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
      <p className="muted small">
        {isFile(entry) && way === 'withdraw'
          ? 'The file itself is deleted and cannot be had back; the log keeps that there was one.'
          : 'The log keeps both. What follows from the entry is worked out anew.'}
      </p>
      <Button primary type="submit" loading={record.isPending} disabledReason={reason}>
        {way === 'correct' ? 'Put it right' : 'Take it back'}
      </Button>
      <NotDone error={record.error} />
    </form>
  )
}

function whyNotYet({ way, text, stood, why }: { way: Way; text: string; stood: string | null; why: string }): string | null {
  if (way === 'correct' && text.trim() === '') return 'Write what it should say, or take it back.'
  if (way === 'correct' && text.trim() === stood) return 'It says that already.'
  return why.trim() === '' ? 'Say why.' : null
}
