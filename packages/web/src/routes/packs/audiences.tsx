// Who is told, how often, and who reads it first; beside each what that is in minutes.
import { inSentence } from '@muster/core/comms/audience-words.ts'
import { Select } from '@mantine/core'
import { RESPONSE_CLASSES, SHAPES } from '@muster/core/vocabulary.ts'
import { rolesIn } from './called.tsx'
import type { Editing } from './editing.ts'
import { entriesOf, textOf, thingsOf, valueAt, type Parts } from './layer.ts'
import classes from './packs.module.css'

const NEVER = '-'

export function Audiences({ parts, set, fixed }: Editing) {
  const clocks = entriesOf(parts, 'clocks').map(([name]) => ({ value: name, label: name.replaceAll('-', ' ') }))
  return (
    <ul className={classes['things']} aria-label="Audiences">
      {thingsOf(parts, 'audiences').map((audience) => {
        const id = textOf(audience['id'])
        const every = audience['every']
        return (
          <li key={id} className={classes['thing']}>
            <h3>{textOf(audience['name'])}</h3>
            <Select
              label={`Word to ${inSentence(textOf(audience['name']))} every`}
              description={cadence(parts, every)}
              size="md"
              data={[{ value: NEVER, label: 'when somebody says so' }, ...clocks]}
              allowDeselect={false}
              readOnly={fixed !== null || typeof every === 'number'}
              value={typeof every === 'string' ? every : NEVER}
              onChange={(clock) => clock !== null && set(['audiences', id, 'every'], clock === NEVER ? null : clock)}
            />
            <Select
              label={`Read first by`}
              aria-label={`${textOf(audience['name'])}: read first by`}
              size="md"
              data={[{ value: NEVER, label: 'nobody' }, ...rolesIn(parts)]}
              allowDeselect={false}
              readOnly={fixed !== null}
              value={typeof audience['approver'] === 'string' ? audience['approver'] : NEVER}
              onChange={(role) => role !== null && set(['audiences', id, 'approver'], role === NEVER ? null : role)}
            />
          </li>
        )
      })}
    </ul>
  )
}

function cadence(parts: Parts, every: unknown): string {
  if (typeof every === 'number') return `${every} min, as the text says`
  if (typeof every !== 'string') return 'Nothing is owed to them by the clock.'
  return RESPONSE_CLASSES.map((of) => {
    const minutes = valueAt(parts, ['clocks', every, of])
    return `${SHAPES[of]} ${typeof minutes === 'number' ? `${minutes} min` : 'none'}`
  }).join(' · ')
}
