// What somebody in a role is told half asleep: at most three things, a line each.
import { Textarea } from '@mantine/core'
import type { Editing } from './editing.ts'
import { entriesOf, textOf, textsOf, thingsOf } from './layer.ts'
import classes from './packs.module.css'

const MOST = 3
const MOST_WORDS = 12

export function Memory({ parts, set, fixed }: Editing) {
  const names = new Map(thingsOf(parts, 'roles').map(({ id, name }) => [textOf(id), textOf(name)]))
  return (
    <>
      <p className="muted">A line for each, at most three, and at most twelve words a line.</p>
      <ul className={classes['things']} aria-label="Memory items">
        {entriesOf(parts, 'memory').map(([role, lines]) => {
          const items = textsOf(lines)
          return (
            <li key={role} className={classes['thing']}>
              <Textarea
                label={names.get(role) ?? role}
                autosize
                minRows={MOST}
                readOnly={fixed !== null}
                value={items.join('\n')}
                error={faultOf(items)}
                onChange={(event) => set(['memory', role], event.currentTarget.value.split('\n').slice(0, MOST + 1))}
              />
            </li>
          )
        })}
      </ul>
    </>
  )
}

function faultOf(items: readonly string[]): string | undefined {
  if (items.length > MOST) return `At most ${MOST} lines: more is not read half asleep.`
  const long = items.find((line) => line.trim().split(/\s+/).length > MOST_WORDS)
  return long === undefined ? undefined : `At most ${MOST_WORDS} words: “${long}”.`
}
