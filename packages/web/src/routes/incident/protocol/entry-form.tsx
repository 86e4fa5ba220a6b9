// A form for any entry: what is known already stands above it, what is not is asked.
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { NotDone } from '../../../ui/states.tsx'
import { WordingHint } from '../calm/wording-hint.tsx'
import type { IncidentView } from '../view.ts'
import type { Field } from './entry-words.ts'
import { FieldInput, FIRST } from './fields.tsx'
import { figureOf } from './figure.ts'
import { useRecord, useWhyNot, type Entry, type Role } from './protocol.ts'
import classes from './protocol.module.css'
import { TakeDraft } from './take-draft.tsx'

type Given = Readonly<Record<string, string | number | boolean>>

type Props = {
  incident: IncidentView
  roles: readonly Role[]
  type: string
  /** What is decided already. */
  fixed: Given
  fields: readonly Field[]
  says: string
  onDone: () => void
  /** Where the answers stand in the entry, when not beside its type. */
  within?: string
  before?: Readonly<Record<string, string>>
}

export function EntryForm({ incident, roles, type, fixed, fields, says, onDone, within, before = {} }: Props) {
  const [written, setWritten] = useState<Record<string, string>>({})
  // What was read is what is sent, whatever becomes known meanwhile.
  const [taken, setTaken] = useState(before)
  const changed = fields.filter(({ name }) => (before[name] ?? '') !== (taken[name] ?? ''))
  const record = useRecord(incident)
  const whyNot = useWhyNot()
  const valueOf = ({ name, kind }: Field) => written[name] ?? taken[name] ?? FIRST[kind] ?? ''
  const takeNew = () => {
    setTaken(before)
    setWritten((words) => Object.fromEntries(Object.entries(words).filter(([name]) => !changed.some((field) => field.name === name))))
  }
  const empty = fields.find((field) => field.optional !== true && valueOf(field).trim() === '')
  const send = () => {
    if (whyNot !== null || empty !== undefined) return
    const answers = Object.fromEntries(
      fields.flatMap((field) => {
        const value = valueOf(field).trim()
        return value === '' ? [] : [[field.name, sentAs(field.kind, value)]]
      }),
    )
    // The fields follow from the type; the server reads the entry by its own schema and says which field is not right.
    const entry = { type, ...fixed, ...(within === undefined ? answers : { [within]: answers }) } as unknown as Entry
    record.mutate(entry, { onSuccess: onDone })
  }
  return (
    <form
      className={classes['form']}
      aria-label={says}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Fixed given={fixed} roles={roles} />
      {fields.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          roles={roles}
          value={valueOf(field)}
          onChange={(value) => setWritten((others) => ({ ...others, [field.name]: value }))}
        />
      ))}
      <WordingHint incident={incident} text={fields.flatMap((field) => (field.kind === 'text' ? [valueOf(field)] : [])).join('\n')} />
      <Button
        primary
        type="submit"
        loading={record.isPending}
        disabledReason={whyNot ?? (empty === undefined ? null : `Still empty: ${empty.asks}`)}
      >
        {says}
      </Button>
      <NotDone error={record.error} />
      {!record.isPending && !record.isSuccess && (
        <TakeDraft
          taken={changed.map(({ name }) => taken[name] ?? '').join('\n')}
          fresh={changed.map(({ name }) => before[name] ?? '').join('\n')}
          isTyped={changed.some(({ name }) => written[name] !== undefined)}
          take={takeNew}
        />
      )}
    </form>
  )
}

const sentAs = (kind: Field['kind'], value: string): string | number | null =>
  kind === 'minutes' ? Number(value) : kind === 'amount' ? figureOf(value) : value

const FIXED_WORDS: Readonly<Record<string, string>> = {
  role: 'Role',
  audience: 'To',
  kind: 'What it leads to',
  about: 'About',
  outcome: 'How it went',
  action: 'What',
  source: 'Source',
  metric: 'Reading',
  column: 'Column',
  phase: 'Phase',
}

function Fixed({ given, roles }: { given: Given; roles: readonly Role[] }) {
  const shown = Object.entries(given).filter(([name]) => FIXED_WORDS[name] !== undefined)
  if (shown.length === 0) return null
  return (
    <dl className={classes['fixed']}>
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt className="muted">{FIXED_WORDS[name]}</dt>
          <dd>{roles.find(({ id }) => name === 'role' && id === value)?.name ?? String(value).replaceAll('-', ' ')}</dd>
        </div>
      ))}
    </dl>
  )
}
