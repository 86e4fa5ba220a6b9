// Whom a policy calls beside its first rung, at once: sets of roles of the protocol.
import { Checkbox } from '@mantine/core'
import { namesOf } from '../../parts/standing.tsx'
import { useOwnProtocol } from '../../parts/own-protocol.ts'
import { Shown } from '../../ui/states.tsx'
import classes from './policies.module.css'

type Props = { calls: readonly string[]; fixed: string | null; set: (calls: string[]) => void }

export function Calls({ calls, fixed, set }: Props) {
  const query = useOwnProtocol()
  return (
    <Shown query={query} rows={2}>
      {({ sets }) => (
        <Checkbox.Group
          label="Called at once as well, whoever answers"
          description="By severity; a service on the critical path calls everyone by itself."
          value={[...calls]}
          onChange={set}
          readOnly={fixed !== null}
        >
          <div className={classes['sets']}>
            {sets.map(({ id, gravest }) => (
              <Checkbox
                key={id}
                value={id}
                size="md"
                disabled={fixed !== null}
                label={setName(id)}
                description={`In a crisis: ${namesOf(gravest, 6)}`}
              />
            ))}
          </div>
        </Checkbox.Group>
      )}
    </Shown>
  )
}

export const setName = (id: string): string => `${id.charAt(0).toUpperCase()}${id.slice(1).replaceAll('-', ' ')}`
