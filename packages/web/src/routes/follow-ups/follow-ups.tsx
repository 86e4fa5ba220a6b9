// What incidents left to be done, over all of them: late ones first, each with its owner, until somebody says how it was proven.
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Api } from '../../api/client.ts'
import { useRoleReason } from '../../api/session.ts'
import { reading, useDoing, useOrg } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useKept } from '../../ui/kept.ts'
import { usePanelOf } from '../../ui/panel.ts'
import { Screen } from '../../ui/screen.tsx'
import { SettledMeanwhile } from '../../ui/settled.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Empty, Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { DoneForm, MoveForm } from './forms.tsx'
import classes from './follow-ups.module.css'

export type FollowUp = Awaited<ReturnType<Api['followUps']['list']>>['items'][number]
export type Entry = Parameters<Api['incidents']['record']>[0]['entry']

const STATES = [
  { value: 'open', label: 'To do' },
  { value: 'done', label: 'Done' },
] as const

export function FollowUps() {
  const org = useOrg()
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const state = STATES.find(({ value }) => value === search['state'])?.value ?? 'open'
  const query = useQuery(reading(org, ['incidents', 'follow-ups', state], (api) => api.followUps.list({ state })))
  return (
    <Screen title="Follow-ups" intro="What incidents left to be done. It is done when somebody can say how it was proven." wide>
      <div className={classes['choice']}>
        <Choice
          label="Which follow-ups"
          value={state}
          choices={STATES}
          onChange={(next) => void navigate({ to: '.', search: next === 'open' ? {} : { state: next }, replace: true })}
        />
      </div>
      <Shown query={query} rows={6}>
        {({ items }) => <List items={items} state={state} />}
      </Shown>
    </Screen>
  )
}

function List({ items, state }: { items: readonly FollowUp[]; state: 'open' | 'done' }) {
  if (items.length === 0)
    return state === 'open' ? (
      <Empty title="Nothing is left to be done">
        When an incident ends, what is to be done differently is written down there, with an owner and a date, and stands here until it is.
      </Empty>
    ) : (
      <Empty title="Nothing is done yet">What is proven stands here, youngest first.</Empty>
    )
  return (
    <>
      <ul className={classes['list']} aria-label="Follow-ups">
        {items.map((one) => (
          <Row key={keyOf(one)} one={one} />
        ))}
      </ul>
      <Answering items={items} />
    </>
  )
}

const keyOf = ({ incident, seq }: FollowUp): string => `${incident.number}.${seq}`

function Row({ one }: { one: FollowUp }) {
  const org = useOrg()
  const done = usePanelOf('done')
  const move = usePanelOf('move')
  const reason = useRoleReason('responder')
  const { incident, text, owner, due, isLate, moved } = one
  return (
    <li className={classes['row']}>
      <div>
        <p className="foreign strong">{text}</p>
        <p>
          <span className={isLate ? classes['late'] : ''}>{isLate ? `Late: was due ${due}` : `Due ${due}`}</span>
          <span className="muted">
            {' '}
            · <span className="foreign">{owner}</span>
            {moved > 0 && ` · moved ${moved === 1 ? 'once' : `${moved} times`}`}
          </span>
        </p>
        <p className="muted small">
          Left by{' '}
          <Link to="/o/$org/incidents/$number" params={{ org, number: String(incident.number) }}>
            #{incident.number} <span className="foreign">{incident.title}</span>
          </Link>
        </p>
        {one.done !== null && (
          <p>
            <span aria-hidden>✓ </span>
            <span className="foreign">{one.done.text}</span>{' '}
            <span className="muted small">
              · {one.done.by}, <Time at={one.done.at} />
            </span>
          </p>
        )}
      </div>
      {one.done === null && (
        <div className={classes['deeds']}>
          <Button disabledReason={reason} aria-label={`Done: ${text}`} onClick={() => done.open(keyOf(one))}>
            Done…
          </Button>
          <Button variant="subtle" disabledReason={reason} aria-label={`Move: ${text}`} onClick={() => move.open(keyOf(one))}>
            Move…
          </Button>
        </div>
      )}
    </li>
  )
}

function Answering({ items }: { items: readonly FollowUp[] }) {
  const done = usePanelOf('done')
  const move = usePanelOf('move')
  const finished = useKept(
    done.at ?? undefined,
    items.find((one) => keyOf(one) === done.at),
  )
  const moved = useKept(
    move.at ?? undefined,
    items.find((one) => keyOf(one) === move.at),
  )
  return (
    <>
      <Sheet opened={finished.kept !== undefined} onClose={done.close} title="How was it proven?">
        {finished.kept !== undefined && (
          <Answer key={done.at} one={finished.kept} isGone={finished.isGone} form={DoneForm} close={done.close} />
        )}
      </Sheet>
      <Sheet opened={moved.kept !== undefined} onClose={move.close} title="Until when, and by whom?">
        {moved.kept !== undefined && <Answer key={move.at} one={moved.kept} isGone={moved.isGone} form={MoveForm} close={move.close} />}
      </Sheet>
    </>
  )
}

type AnswerProps = { one: FollowUp; isGone: boolean; form: typeof DoneForm | typeof MoveForm; close: () => void }

/** Of one of them alone: why it was refused is not read in the sheet of another. */
function Answer({ one, isGone, form: Form, close }: AnswerProps) {
  const record = useDoing((api, entry: Entry) => api.incidents.record({ id: String(one.incident.number), entry }), ['incidents'])
  return (
    <>
      {isGone && <SettledMeanwhile close={close}>This was settled meanwhile by somebody else.</SettledMeanwhile>}
      <Form followUp={one} isSending={record.isPending} error={record.error} send={(entry) => record.mutate(entry, { onSuccess: close })} />
    </>
  )
}
