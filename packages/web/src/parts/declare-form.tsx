// The form of a declaration: what is wrong, where, how bad. It says who will be woken before it wakes them.
import { Checkbox, Select, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { Api } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { useMembership } from '../api/session.ts'
import { useDoing, useOrg } from '../api/use-api.ts'
import { Button } from '../ui/button.tsx'
import { NotDone, Shown } from '../ui/states.tsx'
import { useUnsent } from '../ui/unsent.ts'
import classes from './declare.module.css'
import { draftIn, written, type Draft } from './declare-draft.ts'
import { chosenOf, ImpactFields } from './impact.tsx'
import { choicesOf, useNames } from './names.ts'
import { useOwnProtocol } from './own-protocol.ts'
import type { Asking } from './severity-groups.ts'

export function DeclareForm() {
  const query = useOwnProtocol()
  return (
    <Shown query={query} rows={6}>
      {(protocol) => <Form asking={protocol} />}
    </Shown>
  )
}

function Form({ asking }: { asking: Asking }) {
  const org = useOrg()
  const navigate = useNavigate()
  const [kept, keep] = useUnsent(`${org}-declare`)
  const draft = draftIn(kept)
  const set = (change: Partial<Draft>) => keep(written({ ...draft, ...change }))
  const severity = chosenOf(asking, draft.impact)?.severity ?? null
  const declare = useDoing((api, said: Declaration) => api.incidents.declare(said), ['incidents'])
  const isOpenAlready = declare.error !== null && failureOf(declare.error).reason === 'already-open'
  const missing = missingIn(draft, severity)
  const send = (anyway: boolean) => {
    const { title, service, source, mine, test, private: isPrivate } = draft
    if (missing !== null || service === null || severity === null) return
    declare.mutate(
      { service, title: title.trim(), severity, source, mine, test, private: isPrivate, anyway },
      {
        onSuccess: ({ number }) => {
          keep('')
          void navigate({ to: '/o/$org/incidents/$number', params: { org, number: String(number) } })
        },
      },
    )
  }
  return (
    <form
      className={classes['form']}
      aria-label="What is wrong?"
      onSubmit={(event) => {
        event.preventDefault()
        send(false)
      }}
    >
      <Seen draft={draft} set={set} />
      <ImpactFields asking={asking} impact={draft.impact} set={(impact) => set({ impact })} />
      <How draft={draft} set={set} />
      <Button primary type="submit" loading={declare.isPending} disabledReason={missing}>
        {draft.test ? 'Declare the test' : draft.mine ? 'Declare it, and take it' : 'Declare it, and wake whoever is on call'}
      </Button>
      <NotDone error={declare.error} />
      {isOpenAlready && (
        <Button loading={declare.isPending} onClick={() => send(true)}>
          It is something else: declare it all the same
        </Button>
      )}
    </form>
  )
}

type Declaration = Parameters<Api['incidents']['declare']>[0]

function missingIn({ title, service }: Draft, severity: string | null): string | null {
  if (title.trim() === '') return 'Say what is wrong first.'
  if (service === null) return 'Choose the service that is most likely to be it.'
  return severity === null ? 'Say how bad it is; in doubt, the higher one.' : null
}

type FieldsProps = { draft: Draft; set: (change: Partial<Draft>) => void }

function Seen({ draft, set }: FieldsProps) {
  const { data: names } = useNames()
  return (
    <>
      <TextInput
        data-autofocus
        label="What users see"
        placeholder="Nobody can pay by card"
        size="md"
        maxLength={300}
        value={draft.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <Select
        label="Service"
        placeholder="The one that fails, or is most likely to"
        searchable
        limit={100}
        size="md"
        value={draft.service}
        data={choicesOf(names?.services)}
        onChange={(service) => set({ service })}
      />
      <TextInput
        label="Who told of it"
        placeholder="Customer support, a user, yourself"
        size="md"
        maxLength={120}
        value={draft.source}
        onChange={(event) => set({ source: event.currentTarget.value })}
      />
    </>
  )
}

function How({ draft, set }: FieldsProps) {
  const me = useMembership()?.person ?? null
  return (
    <>
      {me !== null && (
        <Checkbox
          size="md"
          label="I have it"
          description="The ladder wakes nobody else. Whoever the severity calls besides is called."
          checked={draft.mine}
          onChange={(event) => set({ mine: event.currentTarget.checked })}
        />
      )}
      <Checkbox
        size="md"
        label="It is a test"
        description="Everything goes its way, and nothing reaches anybody outside."
        checked={draft.test}
        onChange={(event) => set({ test: event.currentTarget.checked })}
      />
      <Checkbox
        size="md"
        label="It is private"
        description="Only those it draws in, and administrators, see it."
        checked={draft.private}
        onChange={(event) => set({ private: event.currentTarget.checked })}
      />
    </>
  )
}
