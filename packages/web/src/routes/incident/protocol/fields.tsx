// One field of an entry, by what it asks for.
import { Select, TextInput, Textarea } from '@mantine/core'
import { PersonSelect } from '../../../parts/person-select.tsx'
import { Choice } from '../../../ui/choice.tsx'
import type { Field } from './entry-words.ts'
import { FIGURE_REASON, figureOf } from './figure.ts'
import type { Role } from './protocol.ts'

type Props = { field: Field; value: string; roles: readonly Role[]; onChange: (value: string) => void }

const OUTCOMES = [
  { value: 'done', label: 'Done' },
  { value: 'failed', label: 'Failed' },
  { value: 'skipped', label: 'Left out' },
  { value: 'confusing', label: 'Unclear' },
] as const

const KINDS = [
  { value: 'ticket', label: 'A ticket' },
  { value: 'channel', label: 'A channel' },
  { value: 'bridge', label: 'A bridge' },
  { value: 'dashboard', label: 'A dashboard' },
  { value: 'status-page', label: 'The status page' },
  { value: 'runbook', label: 'A runbook' },
  { value: 'other', label: 'Something else' },
]

const MINUTES = ['5', '10', '15', '30'].map((value) => ({ value, label: `${value} min` }))

/** What stands in a field before anybody touches it. */
export const FIRST: Partial<Record<Field['kind'], string>> = { outcome: 'done', minutes: '10' }

const LONGEST: Partial<Record<string, number>> = { text: 2000, why: 500 }

export function FieldInput({ field: { name, asks, kind, optional = false }, value, roles, onChange }: Props) {
  const label = optional ? `${asks} (optional)` : asks
  switch (kind) {
    case 'text':
      return (
        <Textarea
          label={label}
          autosize
          minRows={2}
          maxRows={10}
          size="md"
          maxLength={LONGEST[name] ?? 2000}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'line':
    case 'url':
    case 'date':
      return (
        <TextInput
          label={label}
          type={kind === 'line' ? 'text' : kind}
          size="md"
          maxLength={kind === 'url' ? 2000 : name === 'text' ? 200 : 80}
          placeholder={kind === 'url' ? 'https://…' : undefined}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'person':
      return <PersonSelect label={label} value={value === '' ? null : value} onChange={(slug) => onChange(slug ?? '')} />
    case 'role':
      return (
        <Select
          label={label}
          size="md"
          searchable
          value={value === '' ? null : value}
          data={roles.map(({ id, name: called }) => ({ value: id, label: called }))}
          onChange={(chosen) => onChange(chosen ?? '')}
        />
      )
    case 'link-kind':
      return (
        <Select label={label} size="md" value={value === '' ? null : value} data={KINDS} onChange={(chosen) => onChange(chosen ?? '')} />
      )
    case 'outcome':
      return <Choice label={label} value={value} choices={OUTCOMES} onChange={onChange} />
    case 'amount':
      return (
        <TextInput
          label={label}
          inputMode="decimal"
          size="md"
          value={value}
          error={value === '' || figureOf(value) !== null ? null : FIGURE_REASON}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'minutes':
      return <Choice label={label} value={value} choices={MINUTES} onChange={onChange} />
  }
}
