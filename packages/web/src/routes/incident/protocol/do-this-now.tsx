// The one thing to do now: the action, why, the clock, who owes it; and what can be answered to it.
import { Skeleton } from '@mantine/core'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { Button } from '../../../ui/button.tsx'
import { useKept } from '../../../ui/kept.ts'
import { SettledMeanwhile } from '../../../ui/settled.tsx'
import { Failed, NotReadAnew, useStands } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import type { IncidentView } from '../view.ts'
import { Blocked } from './blocked.tsx'
import { useNarrow } from '../narrow.ts'
import { ClockLeft } from './clock-left.tsx'
import { DoneForm } from './done-form.tsx'
import { ownerWords } from './owner-words.ts'
import { usePlace } from './place.ts'
import { useProtocol, useWhyNot, type Obligation, type Protocol } from './protocol.ts'
import classes from './protocol.module.css'

export function DoThisNow({ incident }: { incident: IncidentView }) {
  const query = useProtocol(incident)
  const stands = useStands(query)
  const { duty, form, answered } = usePlace()
  const card = useRef<HTMLElement>(null)
  const chosen = query.data?.owed.find(({ key }) => key === duty)
  const chosenKey = chosen?.key
  const seen = useRef(chosenKey)
  useEffect(() => {
    // Chosen from the list, which may stand far below.
    if (chosenKey !== undefined && chosenKey !== seen.current && !card.current?.contains(document.activeElement)) card.current?.focus()
    seen.current = chosenKey
  }, [chosenKey])
  const { kept, isGone } = useKept(form === undefined ? undefined : duty, chosen)
  const isSettled = duty !== undefined && query.data !== undefined && !query.isFetching && chosen === undefined
  useLayoutEffect(() => {
    // What only leads elsewhere, and holds no words, closes by itself.
    if (isSettled && (kept === undefined || (isGone && card.current?.querySelector('form') === null))) answered()
  }, [isSettled, kept, isGone, answered])
  return (
    <section ref={card} tabIndex={-1} className={classes['card']} aria-label="Do this now">
      <h2>{incident.status === 'resolved' ? 'Still to do, now that it is over' : 'Do this now'}</h2>
      <NotReadAnew reading={query} />
      {stands === 'failed' ? (
        <Failed error={query.error} retry={query.refetch} />
      ) : query.data !== undefined ? (
        <Inside incident={incident} protocol={query.data} chosen={chosen ?? kept} isGone={isGone} />
      ) : (
        <div role="status" aria-label="Loading" className={classes['waiting']}>
          <Skeleton height={24} radius="sm" />
          <Skeleton height={20} width="70%" radius="sm" />
          <Skeleton height={44} radius="sm" />
        </div>
      )}
    </section>
  )
}

type InsideProps = { incident: IncidentView; protocol: Protocol; chosen: Obligation | undefined; isGone: boolean }

function Inside({ incident, protocol, chosen, isGone }: InsideProps) {
  const { answered } = usePlace()
  const owed = chosen ?? protocol.now
  if (owed === null) return <NothingOfMine incident={incident} protocol={protocol} />
  return (
    <>
      <div aria-live="polite" className={classes['said']}>
        <p className={classes['action']}>{owed.says}</p>
        <p className="muted">{owed.why}</p>
      </div>
      {isGone ? (
        <SettledMeanwhile close={answered}>
          <SettledWords settled={protocol.settled.find(({ key }) => key === owed.key)} />
        </SettledMeanwhile>
      ) : (
        <p>
          <ClockLeft at={owed.dueAt} calm={incident.status === 'resolved'} />
        </p>
      )}
      <p className="muted small">
        {ownerWords(owed)}
        {owed.snoozedUntil !== null && (
          <>
            {' '}
            · Put off until <Time at={owed.snoozedUntil} only="clock" />
          </>
        )}
        {owed.isCarried && ' · Owed from before the severity changed'}
        {owed.blocks !== null && ` · Needed before it can be ${owed.blocks === 'resolve' ? 'resolved' : 'closed'}`}
      </p>
      <Answers key={owed.key} incident={incident} protocol={protocol} owed={owed} />
      {chosen !== undefined && !isGone && chosen.key !== protocol.now?.key && (
        <Button variant="subtle" size="compact-sm" className={classes['back']} onClick={answered}>
          Back to what is first
        </Button>
      )}
    </>
  )
}

/** Who ended it is not told by the reading; when, it is. */
function SettledWords({ settled }: { settled: Obligation | undefined }) {
  if (settled === undefined || settled.doneAt === null) return 'This is not owed any more.'
  return (
    <>
      This was {settled.state === 'waived' ? 'said not to be needed' : 'settled meanwhile'}: <Time at={settled.doneAt} />.
    </>
  )
}

function Answers({ incident, protocol, owed }: { incident: IncidentView; protocol: Protocol; owed: Obligation }) {
  const { duty, form, go, answered } = usePlace()
  const whyNot = useWhyNot()
  const shown = duty === owed.key ? form : undefined
  const answers = useRef<HTMLDivElement>(null)
  const isNarrow = useNarrow()
  useEffect(() => {
    // On a phone the form would open under the bars: what it answers stays above it, and its last button comes into reach.
    if (shown !== undefined && isNarrow) answers.current?.scrollIntoView({ block: 'start' })
  }, [shown, isNarrow])
  const flip = (one: string) => (shown === one ? go({ duty: owed.key, form: undefined }) : go({ duty: owed.key, form: one }))
  return (
    <>
      <div ref={answers} className={classes['answers']}>
        <Button
          primary={incident.status !== 'triggered'}
          disabledReason={whyNot}
          aria-expanded={shown === 'done'}
          onClick={() => flip('done')}
        >
          Done
        </Button>
        <Button disabledReason={whyNot} aria-expanded={shown === 'blocked'} onClick={() => flip('blocked')}>
          Blocked
        </Button>
        <Button disabledReason={whyNot} onClick={() => go({ panel: 'deviate' })}>
          Deviate
        </Button>
      </div>
      {shown === 'done' && <DoneForm incident={incident} protocol={protocol} owed={owed} onDone={answered} />}
      {shown === 'blocked' && <Blocked incident={incident} owed={owed} onDone={answered} />}
    </>
  )
}

function NothingOfMine({ incident, protocol }: { incident: IncidentView; protocol: Protocol }) {
  const { go } = usePlace()
  const whyNot = useWhyNot()
  const next = protocol.owed[0]
  return (
    <>
      <p className={classes['action']}>Nothing is owed by you now.</p>
      {next === undefined ? (
        <p className="muted">Nothing is owed by anybody.</p>
      ) : (
        <>
          <p>
            <span className="muted">Next, by {next.owner.who?.name ?? next.owner.roleName}:</span> {next.says}
          </p>
          <p>
            <ClockLeft at={next.dueAt} calm={incident.status === 'resolved'} />
          </p>
        </>
      )}
      {protocol.phase.next !== null && incident.status !== 'resolved' && (
        <p className="muted small">
          {protocol.phase.next.name} begins <Time at={protocol.phase.next.at} />
        </p>
      )}
      <div className={classes['answers']}>
        <Button disabledReason={whyNot} onClick={() => go({ panel: 'deviate' })}>
          Deviate
        </Button>
      </div>
    </>
  )
}
