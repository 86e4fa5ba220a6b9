// The clocks of a pack: minutes for each class, and beside each where they lie between a minute and a week.
import { TextInput } from '@mantine/core'
import { RESPONSE_CLASSES, SHAPES, type ResponseClass } from '@muster/core/vocabulary.ts'
import type { Editing } from './editing.ts'
import { entriesOf, valueAt } from './layer.ts'
import classes from './packs.module.css'

export function Clocks({ parts, set, fixed }: Editing) {
  return (
    <>
      <p className="muted">Minutes, for each way an incident is answered. Empty: there is no such clock.</p>
      <ul className={classes['things']} aria-label="Clocks">
        {entriesOf(parts, 'clocks').map(([name]) => (
          <li key={name} className={classes['clock']}>
            <h3>{name.replaceAll('-', ' ')}</h3>
            <div className={classes['four']}>
              {RESPONSE_CLASSES.map((of) => (
                <Minutes
                  key={of}
                  name={name}
                  of={of}
                  value={valueAt(parts, ['clocks', name, of])}
                  fixed={fixed}
                  set={(minutes) => set(['clocks', name, of], minutes)}
                />
              ))}
            </div>
            <Picture minutes={RESPONSE_CLASSES.map((of) => [of, valueAt(parts, ['clocks', name, of])])} />
          </li>
        ))}
      </ul>
    </>
  )
}

type MinutesProps = { name: string; of: ResponseClass; value: unknown; fixed: string | null; set: (minutes: number | null) => void }

function Minutes({ name, of, value, fixed, set }: MinutesProps) {
  const isPlain = value === null || value === undefined || typeof value === 'number'
  return (
    <TextInput
      label={`${SHAPES[of]} ${of}`}
      aria-label={`${name}, ${of}, minutes`}
      inputMode="numeric"
      size="md"
      readOnly={fixed !== null || !isPlain}
      value={isPlain ? `${value ?? ''}` : 'text'}
      onChange={(event) => {
        const typed = event.currentTarget.value.trim()
        if (/^\d{0,6}$/.test(typed)) set(typed === '' ? null : Number(typed))
      }}
    />
  )
}

/** One under the other: several classes often have the same. */
const ROW_PX = 10

const WEEK = 7 * 24 * 60

/** An hour is half-way between a minute and two and a half days, as it feels. */
const placeOf = (minutes: number): number => Math.min(1, Math.log(minutes + 1) / Math.log(WEEK + 1))

function Picture({ minutes }: { minutes: readonly (readonly [ResponseClass, unknown])[] }) {
  return (
    <div className={classes['picture']} aria-hidden="true">
      {minutes.map(([of, value], row) =>
        typeof value === 'number' ? (
          <span
            key={of}
            className={classes['mark']}
            style={{ insetInlineStart: `${placeOf(value) * 100}%`, insetBlockStart: row * ROW_PX, color: `var(--${of})` }}
          >
            {SHAPES[of]}
          </span>
        ) : null,
      )}
    </div>
  )
}
