// In one sentence how the communication stands; behind it what became of the promises, and who waits.
import { promiseWords } from '@muster/core/comms/promises.ts'
import { Time } from '../../../ui/time.tsx'
import type { IncidentView } from '../view.ts'
import { useCommunication } from './communication.ts'
import classes from './communication.module.css'

const MARKS = { well: '●', soon: '▲', late: '◆' } as const
const WORDS = { well: 'In time', soon: 'Soon', late: 'Late' } as const

export function Verdict({ incident }: { incident: IncidentView }) {
  const { data } = useCommunication(incident)
  if (data === undefined) return null
  const { standing, says, promises, questions } = data
  const counted = promiseWords(promises)
  // Nothing is in time as long as nothing is promised.
  const isMarked = standing !== 'well' || counted !== null
  return (
    <div className={classes['verdict']} data-standing={incident.status === 'resolved' ? 'well' : standing}>
      <p>
        {isMarked && (
          <span className={classes['mark']}>
            <span aria-hidden>{MARKS[standing]} </span>
            {WORDS[standing]}.{' '}
          </span>
        )}
        {says}
      </p>
      {(counted !== null || questions.oldestAt !== null) && (
        <p className="muted small">
          {counted}
          {questions.oldestAt !== null && (
            <>
              {' '}
              {questions.open === 1 ? '1 question waits, since' : `${questions.open} questions wait, the oldest since`}{' '}
              <Time at={questions.oldestAt} />.
            </>
          )}
        </p>
      )}
    </div>
  )
}
