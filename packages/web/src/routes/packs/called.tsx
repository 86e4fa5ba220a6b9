// Who is called: by the column an incident is in, and as a set of roles for each class.
import { MultiSelect, Select } from '@mantine/core'
import { RESPONSE_CLASSES, SHAPES } from '@muster/core/vocabulary.ts'
import { Part } from '../../ui/screen.tsx'
import type { Editing } from './editing.ts'
import { entriesOf, textOf, textsOf, thingsOf, valueAt, type Parts } from './layer.ts'
import classes from './packs.module.css'

export const rolesIn = (parts: Parts) => thingsOf(parts, 'roles').map(({ id, name }) => ({ value: textOf(id), label: textOf(name) }))

export function Called({ parts, set, fixed }: Editing) {
  const roles = rolesIn(parts)
  return (
    <>
      <Part title="By what is known of the service">
        <ul className={classes['things']}>
          {thingsOf(parts, 'columns').map((column) => {
            const id = textOf(column['id'])
            const name = textOf(column['name'])
            return (
              <li key={id} className={classes['thing']}>
                <h3>
                  {id}: {name}
                </h3>
                <p className="muted small">{textOf(column['says'])}</p>
                <MultiSelect
                  label={`Called in column ${id}`}
                  size="md"
                  data={roles}
                  readOnly={fixed !== null}
                  value={textsOf(column['pages'])}
                  onChange={(pages) => set(['columns', id, 'pages'], pages)}
                />
                <Select
                  label={`Leads in column ${id}`}
                  size="md"
                  data={roles}
                  allowDeselect={false}
                  readOnly={fixed !== null}
                  value={textOf(column['leads'])}
                  onChange={(role) => role !== null && set(['columns', id, 'leads'], role)}
                />
              </li>
            )
          })}
        </ul>
      </Part>
      <Part title="Sets of roles">
        <ul className={classes['things']}>
          {entriesOf(parts, 'sets').map(([name]) => (
            <li key={name} className={classes['thing']}>
              <h3>{name.replaceAll('-', ' ')}</h3>
              {RESPONSE_CLASSES.map((of) => (
                <MultiSelect
                  key={of}
                  label={`${SHAPES[of]} ${of.replace('-', ' ')}`}
                  aria-label={`${name}, ${of}`}
                  size="md"
                  data={roles}
                  readOnly={fixed !== null}
                  value={textsOf(valueAt(parts, ['sets', name, of]))}
                  onChange={(called) => set(['sets', name, of], called)}
                />
              ))}
            </li>
          ))}
        </ul>
      </Part>
    </>
  )
}
