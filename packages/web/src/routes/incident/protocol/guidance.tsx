// What is held back for now and what to do instead; what is advised, and why.
import { Button } from '../../../ui/button.tsx'
import { Part } from '../../../ui/screen.tsx'
import { usePlace } from './place.ts'
import { useRecord, useWhyNot, type Protocol } from './protocol.ts'
import { NotDone } from '../../../ui/states.tsx'
import type { IncidentView } from '../view.ts'
import classes from './protocol.module.css'

export function Guidance({ incident, protocol: { guardrails, advice } }: { incident: IncidentView; protocol: Protocol }) {
  const { go } = usePlace()
  return (
    <>
      {guardrails.length > 0 && (
        <Part title="Held back for now">
          <ul className={classes['list']}>
            {guardrails.map(({ id, says, instead }) => (
              <li key={id}>
                <p>{says}</p>
                <p>
                  <span className="muted">Instead:</span> {instead}
                </p>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {advice.length > 0 && (
        <Part title="Advice">
          <ul className={classes['list']}>
            {advice.map(({ id, says, why, deviation, step }) => (
              <li key={id}>
                <p>{says}</p>
                <div className={classes['role']}>
                  <span className="muted small">{why}</span>
                  {deviation !== null && (
                    <Button
                      size="compact-sm"
                      className={classes['end']}
                      aria-label={`See what applies: ${says}`}
                      onClick={() => go({ panel: 'deviate' })}
                    >
                      See what applies…
                    </Button>
                  )}
                  {step !== null && <Flag incident={incident} step={step} />}
                </div>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  )
}

/** One tap: the step stands on the log as confusing, for whoever mends the runbook. */
function Flag({ incident, step }: { incident: IncidentView; step: string }) {
  const record = useRecord(incident)
  const whyNot = useWhyNot()
  return (
    <>
      <Button
        size="compact-sm"
        className={classes['end']}
        loading={record.isPending}
        disabledReason={whyNot}
        aria-label={`Flag it: step ${step} is confusing`}
        onClick={() => record.mutate({ type: 'run.step', step, outcome: 'confusing', text: '' })}
      >
        Flag it
      </Button>
      <NotDone error={record.error} />
    </>
  )
}
