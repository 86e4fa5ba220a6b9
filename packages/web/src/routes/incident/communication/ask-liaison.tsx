// For whoever watches from outside: a question goes to the liaison, and its answer is read here.
import { Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { namesOf } from '../../../parts/standing.tsx'
import { Button } from '../../../ui/button.tsx'
import { usePanel } from '../../../ui/panel.ts'
import { Sheet } from '../../../ui/sheet.tsx'
import { NotDone } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Protocol } from '../protocol/protocol.ts'
import form from '../protocol/protocol.module.css'
import type { IncidentView } from '../view.ts'
import { useAsk, useCommunication, type Question } from './communication.ts'
import classes from './communication.module.css'

type Props = { incident: IncidentView; protocol: Protocol }

export function AskLiaison({ incident, protocol }: Props) {
  const { data } = useCommunication(incident)
  const { opened, open, close } = usePanel('ask-liaison')
  if (data === undefined || (data.isAnswering && data.mine.length === 0)) return null
  return (
    <div className={classes['liaison']}>
      {!data.isAnswering && <Button onClick={open}>Ask the liaison…</Button>}
      {data.mine.length > 0 && (
        <ul className={classes['queue']} aria-label="What you asked">
          {data.mine.map((one) => (
            <Mine key={one.seq} question={one} />
          ))}
        </ul>
      )}
      <Sheet opened={opened} onClose={close} title="Ask the liaison">
        <AskForm incident={incident} protocol={protocol} askedOf={data.askedOf} close={close} />
      </Sheet>
    </div>
  )
}

function Mine({ question: { text, audienceName, askedAt, answer } }: { question: Question }) {
  return (
    <li>
      <p className="foreign">{text}</p>
      <p className="muted small">
        You asked, for {audienceName}, <Time at={askedAt} />
      </p>
      {answer === null ? (
        <p className="muted">Not answered yet.</p>
      ) : (
        <p>
          <span className="foreign">{answer.text}</span>{' '}
          <span className="muted small">
            {answer.by}, <Time at={answer.at} />
            {answer.isUpdate && `, to all: ${audienceName}`}
          </span>
        </p>
      )}
    </li>
  )
}

/** Most who ask from outside ask for these. */
const LIKELY = 'executives'

function AskForm({ incident, protocol: { audiences }, askedOf, close }: Props & { askedOf: readonly string[]; close: () => void }) {
  const [audience, setAudience] = useState(audiences.find(({ id }) => id === LIKELY)?.id ?? audiences[0]?.id ?? null)
  const [text, setText] = useState('')
  const ask = useAsk(incident)
  const reason = text.trim() === '' ? 'Write your question first.' : audience === null ? 'Choose for whom you ask.' : null
  return (
    <form
      className={form['form']}
      aria-label="Ask the liaison"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason === null && audience !== null) ask.mutate({ audience, text: text.trim() }, { onSuccess: close })
      }}
    >
      <p className="muted">
        {askedOf.length === 0 ? 'Nobody speaks for the room yet; your question waits for them.' : `It goes to ${namesOf(askedOf)}.`} Nobody
        who works on the fix is interrupted. The answer stands here.
      </p>
      <Select
        label="You ask for"
        size="md"
        allowDeselect={false}
        value={audience}
        data={audiences.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={setAudience}
      />
      <Textarea
        label="Your question"
        autosize
        minRows={2}
        maxRows={8}
        size="md"
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button primary type="submit" loading={ask.isPending} disabledReason={reason}>
        Ask
      </Button>
      <NotDone error={ask.error} />
    </form>
  )
}
