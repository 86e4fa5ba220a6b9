// One question at a time, to whoever commands: what hangs on what and whether it is one, then what comes first.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRoleReason } from '../../api/session.ts'
import { useDoing, useOrg } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { usePanel } from '../../ui/panel.ts'
import { NotDone } from '../../ui/states.tsx'
import { useDecideOrder, type Question } from './board.ts'
import classes from './board.module.css'

export function AskCommander({ question }: { question: Question }) {
  return question.type === 'cascade' ? <IsItOne question={question} /> : <WhatFirst question={question} />
}

type Asked = { question: Question; about: readonly { number: number; title: string }[]; children: ReactNode }

function Asking({ question: { says, isMine }, about, children }: Asked) {
  const org = useOrg()
  return (
    <section className={classes['question']} aria-label="To be decided">
      <h2>{isMine ? 'To be decided by you' : 'To be decided by the commander'}</h2>
      <p className={classes['asks']}>{says}</p>
      <p className="muted small">
        {about.map(({ number, title }, place) => (
          <span key={number}>
            {place > 0 && ' · '}
            <Link to="/o/$org/incidents/$number" params={{ org, number: String(number) }} className="foreign">
              #{number} {title}
            </Link>
          </span>
        ))}
      </p>
      {children}
    </section>
  )
}

function IsItOne({ question }: { question: Extract<Question, { type: 'cascade' }> }) {
  const { umbrella, parts, isMine } = question
  const whyNot = useRoleReason('responder')
  const answer = useDoing(
    (api, together: boolean) =>
      api.board.answer({ id: String(umbrella.number), parts: parts.map(({ number }) => String(number)), together }),
    ['incidents'],
  )
  return (
    <Asking question={question} about={[umbrella, ...parts]}>
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
    </Asking>
  )
}

function WhatFirst({ question }: { question: Extract<Question, { type: 'order' }> }) {
  const { order, isMine } = question
  const whyNot = useRoleReason('responder')
  const { open } = usePanel('order')
  const decide = useDecideOrder()
  return (
    <Asking question={question} about={order}>
      <div className={classes['answers']}>
        <Button
          primary={isMine}
          disabledReason={whyNot}
          loading={decide.isPending}
          onClick={() => decide.mutate({ order: order.map(({ number }) => number), why: '' })}
        >
          Yes, in this order
        </Button>
        <Button disabledReason={whyNot} onClick={open}>
          Another order…
        </Button>
      </div>
      <p className="muted small">It is written down in each of them, and the board stands in it until it is decided anew.</p>
      <NotDone error={decide.error} />
    </Asking>
  )
}
