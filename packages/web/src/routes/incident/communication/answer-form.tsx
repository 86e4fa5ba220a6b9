// The answer to one question: for whoever asked alone, or as an update to all of them, with its draft.
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { useKept } from '../../../ui/kept.ts'
import { NotDone } from '../../../ui/states.tsx'
import { WordingHint } from '../calm/wording-hint.tsx'
import { useRecord, useWhyNot, type Obligation, type Protocol } from '../protocol/protocol.ts'
import classes from '../protocol/protocol.module.css'
import { UpdateForm } from '../protocol/update-form.tsx'
import type { IncidentView } from '../view.ts'
import { useCommunication, useQuestions, type Question } from './communication.ts'

type Props = { incident: IncidentView; protocol: Protocol; onDone: () => void }

export function AnswerForm({ incident, protocol, question, onDone }: Props & { question: Question }) {
  const [to, setTo] = useState<'one' | 'all'>('one')
  const questions = useQuestions(incident, question.audience)
  const draft = protocol.audiences.find(({ id }) => id === question.audience)?.draft ?? null
  return (
    <div className={classes['form']}>
      <Choice
        label="Whom you answer"
        value={to}
        choices={[
          { value: 'one', label: 'Them alone' },
          { value: 'all', label: `All: ${question.audienceName}` },
        ]}
        onChange={setTo}
      />
      {to === 'one' ? (
        <AnswerOne incident={incident} question={question} onDone={onDone} />
      ) : (
        <UpdateForm {...{ incident, protocol, draft, questions, onDone }} audience={question.audience} answers={[question.seq]} />
      )}
    </div>
  )
}

function AnswerOne({ incident, question, onDone }: Pick<Props, 'incident' | 'onDone'> & { question: Question }) {
  const [text, setText] = useState('')
  const record = useRecord(incident)
  const reason = useWhyNot() ?? (text.trim() === '' ? 'Write something first.' : null)
  return (
    <form
      className={classes['form']}
      aria-label={`Answer: ${question.text}`}
      onSubmit={(event) => {
        event.preventDefault()
        if (reason === null) record.mutate({ type: 'question.answered', question: question.seq, text: text.trim() }, { onSuccess: onDone })
      }}
    >
      <Textarea
        label="Your answer"
        description="Say what is known, and when there is more."
        autosize
        minRows={2}
        maxRows={10}
        size="md"
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <WordingHint incident={incident} text={text} />
      <Button primary type="submit" loading={record.isPending} disabledReason={reason}>
        Send the answer
      </Button>
      <p className="muted small">They read it here, in the incident.</p>
      <NotDone error={record.error} />
    </form>
  )
}

/** The question that somebody owes an answer: the first entry it rests on. */
export function AnswerOwed({ incident, protocol, owed, onDone }: Props & { owed: Obligation }) {
  const { data } = useCommunication(incident)
  const { kept: question } = useKept(
    owed.key,
    data?.queue.find(({ seq }) => seq === owed.because[0]),
  )
  if (question === undefined) return <p className="muted">The question is being fetched, or was answered meanwhile.</p>
  return (
    <>
      <p className="foreign">
        {question.by}: {question.text}
      </p>
      <AnswerForm incident={incident} protocol={protocol} question={question} onDone={onDone} />
    </>
  )
}
