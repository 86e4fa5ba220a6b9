// The questions of one audience that wait: each to be answered by whoever has the queue, a count for everybody else.
import { namesOf } from '../../../parts/standing.tsx'
import { Button } from '../../../ui/button.tsx'
import { useKept } from '../../../ui/kept.ts'
import { SettledMeanwhile } from '../../../ui/settled.tsx'
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
  const { say } = usePlace()
  const { kept, isGone } = useKept(
    say,
    questions.find((one) => placeOf(one) === say),
  )
  // One that was answered elsewhere while its answer is written here stays where it was opened.
  const shown = kept === undefined || questions.includes(kept) ? questions : [...questions, kept].toSorted((a, b) => a.seq - b.seq)
  const waiting = data?.queue.filter((one) => one.audience === audience).length ?? 0
  if (data === undefined || (waiting === 0 && shown.length === 0)) return null
  if (!data.isAnswering && shown.length === 0)
    return (
      <p className="muted small">
        {waiting === 1 ? '1 question waits' : `${waiting} questions wait`}
        {data.askedOf.length > 0 && ` for ${namesOf(data.askedOf)}`}.
      </p>
    )
  return (
    <ul className={classes['queue']} aria-label={`Questions: ${shown[0]?.audienceName ?? audience}`}>
      {shown.map((question) => (
        <Waiting key={question.seq} incident={incident} protocol={protocol} question={question} isGone={isGone && question === kept} />
      ))}
    </ul>
  )
}

const placeOf = ({ seq }: Question): string => `question-${seq}`

type WaitingProps = Omit<Props, 'audience'> & { question: Question; isGone: boolean }

function Waiting({ incident, protocol, question, isGone }: WaitingProps) {
  const { say, go } = usePlace()
  const whyNot = useWhyNot()
  const place = placeOf(question)
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
      {isGone && <SettledMeanwhile close={close}>This question waits no longer: somebody else has answered it.</SettledMeanwhile>}
      {isOpen && <AnswerForm incident={incident} protocol={protocol} question={question} onDone={close} />}
    </li>
  )
}
