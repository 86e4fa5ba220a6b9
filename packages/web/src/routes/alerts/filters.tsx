// What to look for: words, and the things an alert is known by.
import { NativeSelect, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { choicesOf, useNames } from '../../parts/names.ts'
import { SIGNAL_LOOKS } from '../../parts/signal-severity.tsx'
import { Button } from '../../ui/button.tsx'
import classes from './alerts.module.css'
import { GROUPS, SINCE, type AlertSearch } from './search.ts'

type Props = { search: AlertSearch; set: (change: Record<string, string | null>) => void }

const STATUSES = { open: 'Open', closed: 'Closed', all: 'All' } as const
const SETTLE_MS = 200

export function Filters({ search, set }: Props) {
  const { data: names } = useNames()
  const choices = (table: Record<string, string>) => Object.entries(table).map(([value, label]) => ({ value, label }))
  return (
    <div className={classes['filters']} role="search" aria-label="Alerts">
      <Words q={search.q} set={set} />
      <div className={classes['chips']} role="group" aria-label="State">
        {Object.entries(STATUSES).map(([status, word]) => (
          <Button key={status} size="sm" aria-pressed={search.status === status} onClick={() => set({ status })}>
            {word}
          </Button>
        ))}
      </div>
      <div className={classes['selects']}>
        <Filter
          label="Service"
          all="Every service"
          value={search.service}
          data={choicesOf(names?.services)}
          set={(service) => set({ service })}
        />
        <Filter
          label="Severity"
          all="Every severity"
          value={search.severity}
          data={Object.entries(SIGNAL_LOOKS).map(([value, { word }]) => ({ value, label: word }))}
          set={(severity) => set({ severity })}
        />
        <Filter
          label="Silenced"
          all="Silenced or not"
          value={search.silenced}
          data={choices({ no: 'Not silenced', yes: 'Silenced' })}
          set={(silenced) => set({ silenced })}
        />
        <Filter label="Opened" all="Any time" value={search.since} data={choices(SINCE)} set={(since) => set({ since })} />
        <NativeSelect
          aria-label="Group"
          value={search.group}
          data={choices(GROUPS)}
          onChange={({ currentTarget: { value } }) => set({ group: value === 'none' ? null : value })}
        />
      </div>
    </div>
  )
}

function Words({ q, set }: { q: string; set: Props['set'] }) {
  const [typed, setTyped] = useState(q)
  const [sent, setSent] = useState(q)
  const send = useDebouncedCallback((words: string) => {
    setSent(words)
    set({ q: words })
  }, SETTLE_MS)
  // The address was changed by something else than this box.
  if (q !== sent) {
    setSent(q)
    setTyped(q)
  }
  return (
    <TextInput
      type="search"
      label="Search"
      description="Looks in the summary, the key and the source."
      size="md"
      maxLength={200}
      id="alert-search"
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        send(event.currentTarget.value)
      }}
    />
  )
}

type FilterProps = {
  label: string
  all: string
  value: string | null
  data: { value: string; label: string }[]
  set: (value: string | null) => void
}

const MANY = 8

/** A few choices are the device's own list, which a phone shows best; many can be searched. */
function Filter({ label, all, value, data, set }: FilterProps) {
  if (data.length <= MANY)
    return (
      <NativeSelect
        aria-label={label}
        value={value ?? ''}
        data={[{ value: '', label: all }, ...data]}
        onChange={({ currentTarget }) => set(currentTarget.value === '' ? null : currentTarget.value)}
      />
    )
  return (
    <Select
      aria-label={label}
      placeholder={all}
      clearable
      searchable
      limit={100}
      value={value}
      data={data}
      onChange={set}
      nothingFoundMessage="Nothing is called that"
    />
  )
}
