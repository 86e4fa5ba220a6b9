// Who is needed in several incidents at once, and which roles are wanted by more than one: the graver is helped first.
import { Link } from '@tanstack/react-router'
import { useRoleReason } from '../../api/session.ts'
import { useOrg } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { usePanelOf } from '../../ui/panel.ts'
import type { BoardView, Conflict } from './board.ts'
import classes from './board.module.css'

export function Conflicts({ board: { conflicts } }: { board: BoardView }) {
  if (conflicts.length === 0) return <p className="muted">Nobody: every person is in one incident, every role wanted by one.</p>
  return (
    <ul className={classes['list']} aria-label="Needed twice">
      {conflicts.map((one) => (
        <li key={one.type === 'role' ? one.role.id : `person ${one.who.name}`}>
          {one.type === 'role' ? <Queue conflict={one} /> : <Torn conflict={one} />}
        </li>
      ))}
    </ul>
  )
}

function Queue({ conflict: { role, queue } }: { conflict: Extract<Conflict, { type: 'role' }> }) {
  return (
    <>
      <p className="strong">
        {role.name}: wanted by {queue.length}, in this order
      </p>
      <ol className={classes['queue']}>
        {queue.map(({ number, title, who }) => (
          <li key={number}>
            <Named number={number} title={title} /> <span className="muted small">{who === null ? 'waits' : `${who} is there`}</span>
          </li>
        ))}
      </ol>
    </>
  )
}

function Torn({ conflict: { who, at } }: { conflict: Extract<Conflict, { type: 'person' }> }) {
  const whyNot = useRoleReason('responder')
  const { open } = usePanelOf('move')
  const [first] = at
  // Away from the less grave one, where they have something to give back.
  const from = at.findLast(({ roles }) => roles.length > 0)
  return (
    <>
      <p className="strong">
        {who.name} is needed in {at.length}
      </p>
      <ul className={classes['queue']}>
        {at.map(({ number, title, roles, calledFor }) => (
          <li key={number}>
            <Named number={number} title={title} />{' '}
            <span className="muted small">{[...roles, ...calledFor.map((role) => `called as ${role}`)].join(', ')}</span>
          </li>
        ))}
      </ul>
      {who.slug !== null && first !== undefined && from !== undefined && from !== first && (
        <Button size="compact-sm" disabledReason={whyNot} onClick={() => open(`${who.slug}:${from.number}:${first.number}`)}>
          Move {who.name} to #{first.number}…
        </Button>
      )}
    </>
  )
}

function Named({ number, title }: { number: number; title: string }) {
  const org = useOrg()
  return (
    <Link to="/o/$org/incidents/$number" params={{ org, number: String(number) }} className="foreign">
      #{number} {title}
    </Link>
  )
}
