// Choosing whom to wake: a schedule, so that it is whoever is on call, or one person.
import { Select } from '@mantine/core'
import { useMemo } from 'react'
import type { Document, TargetDocument } from './config.ts'
import { useNames, type Names } from './names.ts'

const SHOWN = 60

type Props = { label: string; hidden?: boolean; without: readonly TargetDocument[]; add: (target: TargetDocument) => void }

export function TargetSelect({ label, hidden = false, without, add }: Props) {
  const { data } = useNames()
  const groups = useMemo(() => groupsOf(data, new Set(without.map(keyOf))), [data, without])
  return (
    <Select
      {...(hidden ? { 'aria-label': label } : { label })}
      placeholder="Add a schedule or a person"
      searchable
      limit={SHOWN}
      nothingFoundMessage="Nothing is called that"
      size="md"
      value={null}
      data={groups}
      onChange={(key) => {
        const target = key === null ? null : targetOf(key)
        if (target !== null) add(target)
      }}
    />
  )
}

function groupsOf(names: Names | undefined, taken: ReadonlySet<string>) {
  const free = ({ value }: { value: string }) => !taken.has(value)
  const people = (names?.people ?? []).filter(({ disabled }) => !disabled)
  return [
    {
      group: 'Whoever is on call in',
      items: (names?.schedules ?? []).map(({ slug, name }) => ({ value: `schedule ${slug}`, label: name })).filter(free),
    },
    { group: 'One person', items: people.map(({ slug, name }) => ({ value: `person ${slug}`, label: name })).filter(free) },
  ]
}

export const keyOf = (target: TargetDocument): string => ('person' in target ? `person ${target.person}` : `schedule ${target.schedule}`)

function targetOf(key: string): TargetDocument | null {
  const [kind, slug] = key.split(' ')
  if (slug === undefined) return null
  return kind === 'person' ? { person: slug } : { schedule: slug }
}

export function targetName(target: TargetDocument, document: Document | undefined): string {
  if ('person' in target) return document?.people.find(({ slug }) => slug === target.person)?.name ?? target.person
  return document?.schedules.find(({ slug }) => slug === target.schedule)?.name ?? target.schedule
}
