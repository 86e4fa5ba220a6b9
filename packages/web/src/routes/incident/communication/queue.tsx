// The questions of one audience that wait: each to be answered by whoever has the queue, a count for everybody else.
import { namesOf } from '../../../parts/standing.tsx'
import { Button } from '../../../ui/button.tsx'
import { Time } from '../../../ui/time.tsx'
import { usePlace } from '../protocol/place.ts'
import { useWhyNot, type Protocol } from '../protocol/protocol.ts'
import type { IncidentView } from '../view.ts'
import { AnswerForm } from './answer-form.tsx'
import { useCommunication, useQuestions, type Question } from './communication.ts'
import classes from './communication.module.css'

type Props = { incident: IncidentView; protocol: Protocol; audience: string }

export function Queue({ incident, protocol, audience }: Props) {
  const { data } = useCommunication(incident)
  const questions = useQuestions(incident, audience)
  const waiting = data?.queue.filter((one) => one.audience === audience).length ?? 0
  if (data === undefined || waiting === 0) return null
  if (!data.isAnswering)
    return (
      <p className="muted small">
        {waiting === 1 ? '1 question waits' : `${waiting} questions wait`}
        {data.askedOf.length > 0 && ` for ${namesOf(data.askedOf)}`}.
      </p>
    )
  return (
    <ul className={classes['queue']} aria-label={`Questions: ${questions[0]?.audienceName ?? audience}`}>
      {questions.map((question) => (
        <Waiting key={question.seq} incident={incident} protocol={protocol} question={question} />
      ))}
    </ul>
  )
}

function Waiting({ incident, protocol, question }: Omit<Props, 'audience'> & { question: Question }) {
  const { say, go } = usePlace()
  const whyNot = useWhyNot()
  const place = `question-${question.seq}`
  const isOpen = say === place
  const close = () => go({ say: undefined })
  return (
    <li>
      <p className="foreign">{question.text}</p>
      <div className={classes['asked']}>
        <span className="muted small">
          <span className="foreign">{question.by}</span>, <Time at={question.askedAt} />
        </span>
        <Button
          size="compact-sm"
          disabledReason={whyNot}
          aria-expanded={isOpen}
          aria-label={`${isOpen ? 'Close' : 'Answer'}: ${question.text}`}
          onClick={() => (isOpen ? close() : go({ say: place }))}
        >
          {isOpen ? 'Close' : 'Answer'}
        </Button>
      </div>
      {isOpen && <AnswerForm incident={incident} protocol={protocol} question={question} onDone={close} />}
    </li>
  )
}
