// Who is told what: when each audience last heard, when it was promised to hear again, and the draft that is ready.
import { Button } from '../../../ui/button.tsx'
import { Part } from '../../../ui/screen.tsx'
import { Shown } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import { AskLiaison } from '../communication/ask-liaison.tsx'
import { Cost } from '../communication/cost.tsx'
import { useQuestions } from '../communication/communication.ts'
import { Queue } from '../communication/queue.tsx'
import { Renew } from '../communication/renew.tsx'
import { Verdict } from '../communication/verdict.tsx'
import type { IncidentView } from '../view.ts'
import { ClockLeft } from './clock-left.tsx'
import { usePlace } from './place.ts'
import { useProtocol, useWhyNot, type Audience, type Protocol } from './protocol.ts'
import classes from './protocol.module.css'
import { UpdateForm } from './update-form.tsx'

export function Say({ incident }: { incident: IncidentView }) {
  const query = useProtocol(incident)
  return (
    <Part title="Say">
      <Shown query={query} rows={4}>
        {(protocol) => (
          <>
            <Verdict incident={incident} />
            <ul className={classes['list']}>
              {protocol.audiences.map((audience) => (
                <AudienceRow key={audience.id} incident={incident} protocol={protocol} audience={audience} />
              ))}
            </ul>
            <AskLiaison incident={incident} protocol={protocol} />
            <Cost incident={incident} />
          </>
        )}
      </Shown>
    </Part>
  )
}

type RowProps = { incident: IncidentView; protocol: Protocol; audience: Audience }

function AudienceRow({ incident, protocol, audience }: RowProps) {
  const { say, go } = usePlace()
  const whyNot = useWhyNot()
  const { id, name, lastAt, promisedAt, draft } = audience
  const isOpen = say === id
  const questions = useQuestions(incident, id)
  return (
    <li>
      <div className={classes['role']}>
        <span>
          <span className="strong">{name}</span>
          <br />
          <span className="muted small">
            {lastAt === null ? (
              'Nothing said yet'
            ) : (
              <>
                Last told <Time at={lastAt} />
              </>
            )}
          </span>
        </span>
        <Button
          size="compact-sm"
          className={classes['end']}
          disabledReason={whyNot}
          aria-expanded={isOpen}
          aria-label={`${isOpen ? 'Close' : 'Tell them'}: ${name}`}
          onClick={() => go({ say: isOpen ? undefined : id })}
        >
          {isOpen ? 'Close' : 'Tell them'}
        </Button>
      </div>
      {promisedAt !== null && (
        <>
          <p>
            <span className="muted">Next word promised:</span> <ClockLeft at={promisedAt} calm={incident.status === 'resolved'} />
          </p>
          <Renew incident={incident} audience={audience} />
        </>
      )}
      {isOpen && <UpdateForm {...{ incident, protocol, draft, questions }} audience={id} onDone={() => go({ say: undefined })} />}
      <Queue incident={incident} protocol={protocol} audience={id} />
    </li>
  )
}
