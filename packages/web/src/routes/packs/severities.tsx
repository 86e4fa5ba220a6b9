// What each severity is called and means, and how gravely it is answered.
import { Select, TextInput } from '@mantine/core'
import { gradeWords, RESPONSE_CLASSES, SEVERITIES, SHAPES, type ResponseClass } from '@muster/core/vocabulary.ts'
import type { Editing } from './editing.ts'
import { textOf, valueAt } from './layer.ts'
import classes from './packs.module.css'

const FIELDS = [
  ['label', 'Is called'],
  ['means', 'Means'],
  ['scope', 'How much of it'],
  ['escalation', 'Who is called'],
  ['risk', 'For the business'],
] as const

export function Severities({ parts, set, fixed }: Editing) {
  return (
    <ul className={classes['things']} aria-label="Severities">
      {SEVERITIES.map((severity) => {
        const of = RESPONSE_CLASSES.find((one) => one === valueAt(parts, ['classes', severity]))
        return (
          <li key={severity} className={classes['thing']}>
            <h3>
              {of !== undefined && <span aria-hidden="true">{SHAPES[of]} </span>}
              {of === undefined ? severity : gradeWords({ label: textOf(valueAt(parts, ['labels', severity, 'label'])), class: of })}
            </h3>
            <Select
              label={`${severity} is answered as`}
              size="md"
              data={RESPONSE_CLASSES.map((value) => ({ value, label: `${SHAPES[value]} ${value.replace('-', ' ')}` }))}
              allowDeselect={false}
              readOnly={fixed !== null}
              value={of ?? null}
              onChange={(chosen) => isClass(chosen) && set(['classes', severity], chosen)}
            />
            {FIELDS.map(([field, label]) => (
              <TextInput
                key={field}
                label={label}
                aria-label={`${severity}: ${label}`}
                size="md"
                maxLength={field === 'label' ? 20 : 300}
                readOnly={fixed !== null}
                value={textOf(valueAt(parts, ['labels', severity, field]))}
                onChange={(event) => set(['labels', severity, field], event.currentTarget.value)}
              />
            ))}
          </li>
        )
      })}
    </ul>
  )
}

const isClass = (value: string | null): value is ResponseClass => RESPONSE_CLASSES.some((one) => one === value)
