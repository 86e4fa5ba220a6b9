// Ending a follow-up with its proof, or giving it another date or owner with a reason.
import { Textarea, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import type { Entry, FollowUp } from './follow-ups.tsx'
import classes from './follow-ups.module.css'

type Props = { followUp: FollowUp; isSending: boolean; error: unknown; send: (entry: Entry) => void }

export function DoneForm({ followUp, send, ...rest }: Props) {
  const [text, setText] = useState('')
  return (
    <Form
      {...rest}
      followUp={followUp}
      says="It is done"
      reason={text.trim() === '' ? 'Say how it was proven: a test, a measurement, a drill.' : null}
      onSend={() => send({ type: 'followup.done', followup: followUp.seq, text: text.trim() })}
    >
      <Textarea
        label="How it was proven"
        autosize
        minRows={2}
        maxRows={8}
        size="md"
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </Form>
  )
}

export function MoveForm({ followUp, send, ...rest }: Props) {
  const [due, setDue] = useState(followUp.due)
  const [owner, setOwner] = useState(followUp.owner)
  const [why, setWhy] = useState('')
  const isSame = due === followUp.due && owner.trim() === followUp.owner
  const reason = isSame ? 'Choose another date or owner.' : why.trim() === '' ? 'Say why.' : due === '' ? 'Choose a date.' : null
  return (
    <Form
      {...rest}
      followUp={followUp}
      says="Move it"
      reason={owner.trim() === '' ? 'It needs an owner.' : reason}
      onSend={() => send({ type: 'followup.moved', followup: followUp.seq, due, owner: owner.trim(), why: why.trim() })}
    >
      <TextInput label="Until when" type="date" size="md" value={due} onChange={(event) => setDue(event.currentTarget.value)} />
      <TextInput label="Who owns it" size="md" maxLength={80} value={owner} onChange={(event) => setOwner(event.currentTarget.value)} />
      <TextInput label="Why" size="md" maxLength={500} value={why} onChange={(event) => setWhy(event.currentTarget.value)} />
    </Form>
  )
}

type FormProps = Omit<Props, 'send'> & { says: string; reason: string | null; onSend: () => void; children: ReactNode }

function Form({ followUp, isSending, error, says, reason, onSend, children }: FormProps) {
  return (
    <form
      className={classes['form']}
      aria-label={says}
      onSubmit={(event) => {
        event.preventDefault()
        if (reason === null) onSend()
      }}
    >
      <p className="foreign">{followUp.text}</p>
      {children}
      <Button primary type="submit" loading={isSending} disabledReason={reason}>
        {says}
      </Button>
      <NotDone error={error} />
    </form>
  )
}
