// One incident on the board: how bad, since when, who commands it, who is in it, what is due next and what was promised.
import { Link } from '@tanstack/react-router'
import { useRoleReason } from '../../api/session.ts'
import { useOrg } from '../../api/use-api.ts'
import { useWhyNotMe } from '../incident/protocol/protocol.ts'
import { ClockLeft } from '../incident/protocol/clock-left.tsx'
import { SeverityMark } from '../../parts/severity.tsx'
import { Button } from '../../ui/button.tsx'
import { usePanelOf } from '../../ui/panel.ts'
import { NotDone } from '../../ui/states.tsx'
import { Counting } from '../../ui/time.tsx'
import { useRecordOn, type Row } from './board.ts'
import classes from './board.module.css'

export function BoardRow({ row, place }: { row: Row; place: number }) {
  const org = useOrg()
  const { number, title, grade, service, criticalPath, phase, openedAt, under } = row
  return (
    <li className={classes['row']} data-class={grade.class} data-under={under !== null || undefined}>
      <div className={classes['grade']}>
        <SeverityMark grade={grade} />
        <span className={classes['elapsed']}>
          <Counting from={openedAt} />
        </span>
      </div>
      <div className={classes['what']}>
        <Link
          to="/o/$org/incidents/$number"
          params={{ org, number: String(number) }}
          className={`foreign ${classes['title']}`}
          data-board-row={place}
        >
          {title}
        </Link>
        <p className="muted small">
          #{number} · {service.name}
          {criticalPath && ' · the business stands on it'} · {phase.name}
          {under !== null && ` · a part of #${under}`}
        </p>
        <Commander row={row} />
        <People row={row} />
      </div>
      <div className={classes['next']}>
        <Next row={row} />
      </div>
    </li>
  )
}

function Commander({ row: { number, commander } }: { row: Row }) {
  const record = useRecordOn()
  const whyNotMe = useWhyNotMe()
  const whyNot = useRoleReason('responder')
  const { open } = usePanelOf('move')
  if (commander !== null)
    return (
      <p>
        <span className="muted">Command:</span>{' '}
        {commander.through === null && commander.slug !== null ? (
          <Button
            size="compact-sm"
            aria-label={`Move ${commander.name}, who commands #${number}`}
            disabledReason={whyNot}
            onClick={() => open(`${commander.slug}:${number}`)}
          >
            {commander.name}
          </Button>
        ) : (
          <span className="strong">{commander.name}</span>
        )}
        {commander.isMine && ' (you)'}
        {commander.through !== null && <span className="muted">, through #{commander.through}</span>}
      </p>
    )
  return (
    <>
      <div className={classes['vacant']}>
        <span className="muted">Command: vacant</span>
        <Button
          size="compact-sm"
          aria-label={`#${number} has no commander: take command`}
          disabledReason={whyNotMe}
          loading={record.isPending}
          onClick={() => record.mutate({ number, entry: { type: 'role.taken', role: 'commander', from: null } })}
        >
          Take command
        </Button>
      </div>
      <NotDone error={record.error} />
    </>
  )
}

function People({ row: { number, people, calling } }: { row: Row }) {
  const whyNot = useRoleReason('responder')
  const { open } = usePanelOf('move')
  if (people.length + calling.length === 0) return <p className="muted small">Nobody else has a role in it.</p>
  return (
    <ul className={classes['people']} aria-label={`Who is in #${number}`}>
      {people.map(({ role, who }) => (
        <li key={role.id}>
          <Button
            size="compact-sm"
            aria-label={`Move ${who.name}, ${role.name} in #${number}`}
            disabledReason={whyNot ?? (who.slug === null ? 'This is none of the organisation’s people.' : null)}
            onClick={() => open(`${who.slug}:${number}`)}
          >
            {who.name}
          </Button>{' '}
          <span className="muted small">{role.name}</span>
        </li>
      ))}
      {calling.map(({ role, people: called }) => (
        <li key={role.id} className={classes['calling']}>
          {called.length === 0 ? `Nobody has answered as ${role.name}` : `Calling ${called.join(', ')} as ${role.name}`}
        </li>
      ))}
    </ul>
  )
}

function Next({ row: { clock, promise } }: { row: Row }) {
  return (
    <>
      {clock === null ? (
        <p className="muted">Nothing is owed now.</p>
      ) : (
        <div>
          <p>{clock.says}</p>
          <p className="small">
            <span className="muted">{clock.owner}:</span> <ClockLeft at={clock.dueAt} />
          </p>
        </div>
      )}
      {promise !== null && (
        <p className="small">
          <span className="muted">Next word to {promise.audience}:</span> <ClockLeft at={promise.dueAt} />
        </p>
      )}
    </>
  )
}
