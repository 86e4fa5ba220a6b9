// What a press of "Done" has to put on the log, asked in the card itself: one form for each way to end what is owed.
import { Select } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { AnswerOwed } from '../communication/answer-form.tsx'
import type { IncidentView } from '../view.ts'
import { EntryForm } from './entry-form.tsx'
import { elsewhere, endingWords, isAskedHere, wordsOf, type Field } from './entry-words.ts'
import { usePlace } from './place.ts'
import type { Ending, Obligation, Protocol } from './protocol.ts'
import classes from './protocol.module.css'
import { SayForm } from './say-form.tsx'
import { TakeRole } from './take-role.tsx'
import { UpdateForm } from './update-form.tsx'

type Props = { incident: IncidentView; protocol: Protocol; owed: Obligation; onDone: () => void }

export function DoneForm({ incident, protocol, owed, onDone }: Props) {
  const [chosen, setChosen] = useState(() =>
    Math.max(
      0,
      owed.done.findIndex(({ type }) => isAskedHere(type)),
    ),
  )
  const ending = owed.done[chosen] ?? owed.done[0]
  if (ending === undefined) return <p>Nothing has to be written for it; it ends by itself.</p>
  return (
    <>
      {owed.done.length > 1 && (
        <Select
          label="What happened"
          size="md"
          allowDeselect={false}
          value={String(chosen)}
          data={owed.done.map((one, index) => ({ value: String(index), label: endingWords(one, protocol) }))}
          onChange={(index) => setChosen(Number(index ?? 0))}
        />
      )}
      <EndingForm key={chosen} incident={incident} protocol={protocol} owed={owed} ending={ending} onDone={onDone} />
    </>
  )
}

function EndingForm({ incident, protocol, owed, ending, onDone }: Props & { ending: Ending }) {
  const { type, where } = ending
  const form = { incident, onDone }
  const { go } = usePlace()
  const roles = protocol.roles
  const role = where['role']
  switch (type) {
    case 'update.sent':
    case 'promise.made':
      return (
        <UpdateForm
          {...form}
          protocol={protocol}
          audience={typeof where['audience'] === 'string' ? where['audience'] : null}
          // What is owed by a promise is owed to whom it was made to.
          likely={protocol.audiences.find(({ promisedAt }) => promisedAt === owed.dueAt)?.id}
          draft={owed.draft}
          mustPromise={type === 'promise.made'}
        />
      )
    case 'role.taken':
    case 'ask.accepted':
      if (typeof role === 'string')
        return <TakeRole {...form} role={role} who={roles.find(({ id }) => id === role)?.who ?? null} type={type} />
      break
    case 'question.answered':
      return <AnswerOwed {...form} protocol={protocol} owed={owed} />
    case 'incident.said':
      return <SayForm {...form} kind={where['kind']} />
    case 'deviation.recorded':
      return <RecordForm incident={incident} protocol={protocol} deviation={String(where['deviation'] ?? '')} onDone={onDone} />
    case 'severity.changed':
      return (
        <Button primary onClick={() => go({ panel: 'severity' })}>
          Change severity…
        </Button>
      )
    case 'packet.sent':
      return (
        <Button primary onClick={() => go({ panel: 'specialist' })}>
          Choose the specialists…
        </Button>
      )
    case 'evidence.added':
    case 'hypothesis.settled':
    case 'conflict.settled':
      return (
        <Button primary onClick={() => go({ tab: 'story', view: 'known', focus: undefined })}>
          See what is known…
        </Button>
      )
    case 'deviation.invoked':
      return (
        <Button primary onClick={() => go({ panel: 'deviate' })}>
          Choose what applies…
        </Button>
      )
    default:
  }
  const words = wordsOf(type)
  if (words === null) return <p className={classes['elsewhere']}>{elsewhere(type)}</p>
  const fields = words.fields.filter(({ name }) => where[name] === undefined)
  return <EntryForm {...form} roles={roles} type={type} fixed={where} fields={fields} says={words.says} before={beforeOf(owed, type)} />
}

/** Words to somebody: a draft is meant for these. */
const SENT: readonly string[] = ['ask.sent', 'handover.written']

/** What stands in the form already: the words that are ready, and for a follow-up what the deviation asks for. */
function beforeOf({ draft, why, owner }: Obligation, type: string): Record<string, string> {
  if (type === 'followup.created') return { text: why, owner: owner.roleName }
  return draft === null || !SENT.includes(type) ? {} : { text: draft }
}

type RecordProps = { incident: IncidentView; protocol: Protocol; deviation: string; onDone: () => void }

function RecordForm({ incident, protocol, deviation, onDone }: RecordProps) {
  const called = protocol.deviations.find(({ id }) => id === deviation)
  const fields = (called?.record ?? []).map(({ field, asks }): Field => ({ name: field, asks, kind: 'text' }))
  return (
    <EntryForm
      incident={incident}
      roles={protocol.roles}
      type="deviation.recorded"
      fixed={{ deviation }}
      fields={fields}
      within="answers"
      says="Put it on the record"
      onDone={onDone}
    />
  )
}
