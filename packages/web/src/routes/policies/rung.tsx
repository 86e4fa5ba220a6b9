// One rung of a ladder, editable where it stands: when it is woken, who is on it, how long it has to answer.
import { NumberInput } from '@mantine/core'
import type { RungDocument, TargetDocument } from '../../parts/config.ts'
import { namesOf } from '../../parts/standing.tsx'
import { TargetList } from '../../parts/target-list.tsx'
import type { Woken } from '../../parts/would-wake.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useNow } from '../../ui/clock.ts'
import { clockTime } from '../../ui/times.ts'
import { Handle } from './handle.tsx'
import { minutesWord } from './minutes.ts'
import classes from './policies.module.css'

/** Where the ladder stands upright, a longer wait is a longer way down. */
const GROWN_PX_PER_MINUTE = 4
const MOST_GROWN_PX = 160

export type RungProps = {
  rung: RungDocument
  number: number
  count: number
  afterMinutes: number
  /** What it would mean at the moment asked about; undefined until known. */
  would: { at: number; people: readonly Woken[] } | undefined
  titleOf: (target: TargetDocument) => string
  fixed: string | null
  fault: string | undefined
  set: (rung: RungDocument) => void
  move: (by: -1 | 1) => void
  remove: () => void
}

export function Rung(props: RungProps) {
  const { rung, number, afterMinutes, would, fixed, set, fault } = props
  const now = useNow()
  return (
    <li className={classes['rung']} aria-label={`Rung ${number}`}>
      <div className={classes['rail']}>
        <span className={classes['dot']} aria-hidden="true" />
        <span className={classes['start']}>
          <span className="strong">{afterMinutes === 0 ? 'At once' : `After ${minutesWord(afterMinutes)}`}</span>
          {would !== undefined && <span className="muted">{clockTime(would.at, { now })}</span>}
        </span>
        <Handle rung={rung} number={number} fixed={fixed} set={set} />
      </div>
      <div
        className={classes['card']}
        style={{ '--grow': `${Math.min(MOST_GROWN_PX, rung.delayMinutes * GROWN_PX_PER_MINUTE)}px` } as React.CSSProperties}
      >
        <Targets {...props} />
        {fault !== undefined && <p className={classes['fault']}>{fault}</p>}
        {rung.targets.length > 0 && would !== undefined && would.people.length === 0 && (
          <p className={classes['fault']}>Nobody here can be woken then: it is passed at once.</p>
        )}
        {rung.targets.length > 0 && (
          <Choice
            label={`Answers needed on rung ${number}`}
            disabled={fixed !== null}
            value={rung.require}
            onChange={(require) => set({ ...rung, require })}
            choices={ANSWERS}
          />
        )}
        <NumberInput
          label="Minutes to answer"
          aria-label={`Rung ${number}: minutes to answer`}
          size="md"
          min={0.5}
          max={1440}
          step={1}
          decimalScale={1}
          disabled={fixed !== null}
          value={rung.delayMinutes}
          onChange={(minutes) => typeof minutes === 'number' && minutes >= 0.5 && set({ ...rung, delayMinutes: minutes })}
        />
        {fixed === null && <Moving {...props} />}
      </div>
    </li>
  )
}

const ANSWERS = [
  { value: 'any', label: 'One answers' },
  { value: 'all', label: 'All answer' },
] as const

function Targets({ rung, number, would, titleOf, fixed, set }: RungProps) {
  const people = would?.people ?? []
  return (
    <div>
      {would !== undefined && people.length > 0 && (
        <p className={classes['woken']}>
          <span className="muted small">wakes</span>{' '}
          {namesOf(
            people.map(({ name }) => name),
            6,
          )}
        </p>
      )}
      {rung.targets.length === 0 && <p className={classes['fault']}>Nobody is on this rung: it is passed at once.</p>}
      <TargetList
        of={`rung ${number}`}
        label={`Who is on rung ${number}`}
        targets={rung.targets}
        titleOf={titleOf}
        fixed={fixed}
        set={(targets) => set({ ...rung, targets })}
      />
    </div>
  )
}

function Moving({ number, count, move, remove }: RungProps) {
  return (
    <div className={classes['moving']}>
      <Button
        variant="subtle"
        aria-label={`Move rung ${number} earlier`}
        onClick={() => move(-1)}
        disabledReason={number === 1 ? 'It is the first.' : null}
      >
        Earlier
      </Button>
      <Button
        variant="subtle"
        aria-label={`Move rung ${number} later`}
        onClick={() => move(1)}
        disabledReason={number === count ? 'It is the last.' : null}
      >
        Later
      </Button>
      <Button
        variant="subtle"
        aria-label={`Remove rung ${number}`}
        onClick={remove}
        disabledReason={count === 1 ? 'A ladder needs at least one rung.' : null}
      >
        Remove
      </Button>
    </div>
  )
}
