// One question at a time, to whoever commands: what hangs on what, and whether it is one.
import { Link } from '@tanstack/react-router'
import { useRoleReason } from '../../api/session.ts'
import { useDoing, useOrg } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import type { Question } from './board.ts'
import classes from './board.module.css'

export function AskCommander({ question: { says, umbrella, parts, isMine } }: { question: Question }) {
  const org = useOrg()
  const whyNot = useRoleReason('responder')
  const answer = useDoing(
    (api, together: boolean) =>
      api.board.answer({ id: String(umbrella.number), parts: parts.map(({ number }) => String(number)), together }),
    ['incidents'],
  )
  return (
    <section className={classes['question']} aria-label="To be decided">
      <h2>{isMine ? 'To be decided by you' : 'To be decided by the commander'}</h2>
      <p className={classes['asks']}>{says}</p>
      <p className="muted small">
        {[umbrella, ...parts].map(({ number, title }, place) => (
          <span key={number}>
            {place > 0 && ' · '}
            <Link to="/o/$org/incidents/$number" params={{ org, number: String(number) }} className="foreign">
              #{number} {title}
            </Link>
          </span>
        ))}
      </p>
      <div className={classes['answers']}>
        <Button primary={isMine} disabledReason={whyNot} loading={answer.isPending && answer.variables} onClick={() => answer.mutate(true)}>
          Yes, under #{umbrella.number}
        </Button>
        <Button disabledReason={whyNot} loading={answer.isPending && !answer.variables} onClick={() => answer.mutate(false)}>
          No, keep them apart
        </Button>
      </div>
      <p className="muted small">
        Yes: whoever commands #{umbrella.number} commands all of them. No: it is asked again only when it grows.
      </p>
      <NotDone error={answer.error} />
    </section>
  )
}
