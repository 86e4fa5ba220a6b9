// Word to an audience: the draft is there to be read and mended, a person sends it, and may promise the next one.
import { Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { namesOf } from '../../../parts/standing.tsx'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { NotDone } from '../../../ui/states.tsx'
import { WordingHint } from '../calm/wording-hint.tsx'
import { Answered } from '../communication/answered.tsx'
import type { Question } from '../communication/communication.ts'
import type { IncidentView } from '../view.ts'
import { useRecord, useWhyNot, type Protocol } from './protocol.ts'
import classes from './protocol.module.css'
import { TakeDraft } from './take-draft.tsx'

const PROMISES = [
  { value: '', label: 'No time' },
  { value: '15', label: '15 min' },
  { value: '30', label: '30 min' },
  { value: '60', label: '60 min' },
] as const

type Props = {
  incident: IncidentView
  protocol: Protocol
  /** Null when it is still to be chosen. */
  audience: string | null
  /** Who it is likely for, when it is still to be chosen. */
  likely?: string | undefined
  draft: string | null
  /** Those of this audience that wait, and which of them it answers from the start. */
  questions?: readonly Question[]
  answers?: readonly number[]
  /** Only a promise of the next word ends what is owed. */
  mustPromise?: boolean
  onDone: () => void
}

/** Where a draft could not be filled in. */
const UNKNOWN = '…'

export function UpdateForm(props: Props) {
  const { incident, protocol, audience, likely, draft, questions = [], mustPromise = false, onDone } = props
  const [chosen, setChosen] = useState(audience ?? likely ?? null)
  const told = protocol.audiences.find(({ id }) => id === chosen)
  const draftFor = (id: string | null) => draft ?? protocol.audiences.find((one) => one.id === id)?.draft ?? ''
  // What was read is what is sent, whatever becomes known meanwhile.
  const [taken, setTaken] = useState(() => draftFor(chosen))
  const [written, setWritten] = useState<string | null>(null)
  const [promise, setPromise] = useState<(typeof PROMISES)[number]['value']>(mustPromise ? '15' : '')
  const [answers, setAnswers] = useState<readonly number[]>(props.answers ?? [])
  const record = useRecord(incident)
  const text = written ?? taken
  const readers = told?.readers ?? []
  const reason = useWhyNot() ?? (told === undefined ? 'Choose whom you tell.' : text.trim() === '' ? 'Write something first.' : null)
  // Somebody else may have answered one of them meanwhile.
  const open = answers.filter((seq) => questions.some((question) => question.seq === seq))
  const send = () => {
    if (told === undefined || reason !== null) return
    const entry = {
      type: 'update.sent' as const,
      audience: told.id,
      text: text.trim(),
      ...(open.length > 0 && { answers: open }),
    }
    record.mutate(promise === '' ? entry : { ...entry, nextMinutes: Number(promise) }, { onSuccess: onDone })
  }
  return (
    <form
      className={classes['form']}
      aria-label={`Update: ${told?.name ?? 'to be chosen'}`}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {audience === null && (
        <Select
          label="To whom"
          size="md"
          value={chosen}
          data={protocol.audiences.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => {
            setChosen(id)
            setTaken(draftFor(id))
          }}
        />
      )}
      <Textarea
        label={`What you tell: ${told?.name ?? '…'}`}
        description={text.includes(UNKNOWN) ? `What is not known yet stands as “${UNKNOWN}”: write it, or take it out.` : undefined}
        autosize
        minRows={3}
        maxRows={14}
        size="md"
        maxLength={2000}
        value={text}
        onChange={(event) => setWritten(event.currentTarget.value)}
      />
      <WordingHint incident={incident} text={text} />
      <Answered questions={questions} chosen={answers} onChange={setAnswers} />
      <div>
        <p className={classes['label']}>I speak again in</p>
        <Choice
          label="I speak again in"
          value={promise}
          choices={mustPromise ? PROMISES.filter(({ value }) => value !== '') : PROMISES}
          onChange={setPromise}
        />
      </div>
      <Button primary type="submit" loading={record.isPending} disabledReason={reason}>
        {readers.length > 0 ? 'Send it' : 'It is sent'}
      </Button>
      <p className="muted small">
        {readers.length > 0
          ? `Muster sends it to ${namesOf(readers, 4)}, and writes it down.`
          : 'Muster writes down that it was said. Send it to them where they read.'}
      </p>
      <NotDone error={record.error} />
      {!record.isPending && !record.isSuccess && (
        <TakeDraft
          taken={taken}
          fresh={draftFor(chosen)}
          isTyped={written !== null}
          take={() => {
            setTaken(draftFor(chosen))
            setWritten(null)
          }}
        />
      )}
    </form>
  )
}
