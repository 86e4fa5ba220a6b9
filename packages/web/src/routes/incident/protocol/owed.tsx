// Everything that is owed, soonest first, and what was settled, folded away.
import { Button } from '../../../ui/button.tsx'
import { Time } from '../../../ui/time.tsx'
import type { IncidentView } from '../view.ts'
import { ClockLeft } from './clock-left.tsx'
import { ownerWords } from './owner-words.ts'
import { usePlace } from './place.ts'
import type { Obligation, Protocol } from './protocol.ts'
import classes from './protocol.module.css'

/** As many as one can mean to do next. */
const FIRST = 5

export function Owed({ incident, protocol }: { incident: IncidentView; protocol: Protocol }) {
  const { owed, settled, blocksResolve } = protocol
  const isOver = incident.status === 'resolved'
  return (
    <>
      {owed.length === 0 ? (
        <p className="muted">{isOver ? 'Nothing of it is owed any more.' : 'Nothing is owed now.'}</p>
      ) : (
        <>
          {!isOver && blocksResolve.length > 0 && (
            <p className="muted small">
              {blocksResolve.length === 1 ? '1 of these is' : `${blocksResolve.length} of these are`} needed before it can be resolved.
            </p>
          )}
          <ol className={classes['list']}>
            {owed.slice(0, FIRST).map((one, index) => (
              <OwedRow key={one.key} owed={one} isOver={isOver} place={`${index + 1} of ${owed.length}`} />
            ))}
          </ol>
          {owed.length > FIRST && (
            <details className={classes['folded']}>
              <summary>{owed.length - FIRST} more, later</summary>
              <ol className={classes['list']} start={FIRST + 1}>
                {owed.slice(FIRST).map((one, index) => (
                  <OwedRow key={one.key} owed={one} isOver={isOver} place={`${FIRST + index + 1} of ${owed.length}`} />
                ))}
              </ol>
            </details>
          )}
        </>
      )}
      {settled.length > 0 && (
        <details className={classes['folded']}>
          <summary>{settled.length} settled</summary>
          <ol className={classes['list']}>
            {settled.map((one) => (
              <SettledRow key={one.key} settled={one} />
            ))}
          </ol>
        </details>
      )}
    </>
  )
}

function OwedRow({ owed, isOver, place }: { owed: Obligation; isOver: boolean; place: string }) {
  const { duty, go } = usePlace()
  return (
    <li aria-current={duty === owed.key || undefined}>
      <p>
        <ClockLeft at={owed.dueAt} calm={isOver} />
      </p>
      <p>{owed.says}</p>
      <div className={classes['role']}>
        <span className="muted small">
          {ownerWords(owed)}
          {owed.snoozedUntil !== null && (
            <>
              {' '}
              · Put off until <Time at={owed.snoozedUntil} only="clock" />
            </>
          )}
          {owed.isCarried && ' · Owed from before the severity changed'}
          {owed.blocks !== null && ` · Needed before it can be ${owed.blocks === 'resolve' ? 'resolved' : 'closed'}`}
        </span>
        <Button
          size="compact-sm"
          variant="subtle"
          className={classes['end']}
          aria-label={`Answer it: owed, ${place}`}
          onClick={() => go({ duty: owed.key, form: undefined })}
        >
          Answer it
        </Button>
      </div>
    </li>
  )
}

const SETTLED = { kept: 'Kept', late: 'Late', waived: 'Not needed', due: 'Kept', overdue: 'Late' } as const

function SettledRow({ settled: { state, says, doneAt, owner } }: { settled: Obligation }) {
  return (
    <li>
      <p>
        <span className={classes['clock']} data-tone={state === 'kept' ? 'kept' : 'calm'}>
          <span className={classes['left']}>{SETTLED[state]}</span>
        </span>{' '}
        {doneAt !== null && (
          <span className="muted small">
            <Time at={doneAt} />
          </span>
        )}
      </p>
      <p className="muted">{says}</p>
      <p className="muted small">{owner.who?.name ?? owner.roleName}</p>
    </li>
  )
}
