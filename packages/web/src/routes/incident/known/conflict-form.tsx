// Sources that disagree, side by side as they are written down: who says what, how old it is, and whether customers say it.
import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { NotDone } from '../../../ui/states.tsx'
import { useRecord, useWhyNot } from '../protocol/protocol.ts'
import type { IncidentView } from '../view.ts'
import { useKnown, type Known } from './use-known.ts'
import classes from './known.module.css'

type Side = { source: string; says: string; lag: string; customers: boolean }

const EMPTY: Side = { source: '', says: '', lag: '', customers: false }
const MOST = 6

export function ConflictForm({ incident, onDone }: { incident: IncidentView; onDone: () => void }) {
  const expected = useKnown(incident).data?.expected ?? []
  const [sides, setSides] = useState<readonly Side[]>([EMPTY, { ...EMPTY, source: 'User reports', customers: true }])
  const record = useRecord(incident)
  const given = sides.filter(({ source, says }) => source.trim() !== '' && says.trim() !== '')
  const reason = useWhyNot() ?? (given.length < 2 ? 'Write down at least two sources, and what each says.' : null)
  const put = (place: number, change: Partial<Side>) => setSides(sides.map((one, at) => (at === place ? { ...one, ...change } : one)))
  const send = () => {
    if (reason !== null) return
    const told = given.map(({ source, says, lag, customers }) => ({
      source: source.trim(),
      says: says.trim(),
      customers,
      ...(lag !== '' && { lagMinutes: Number(lag) }),
    }))
    record.mutate(
      { type: 'source.conflict', text: `${told.map(({ source }) => source).join(' and ')} do not agree.`, sides: told },
      { onSuccess: onDone },
    )
  }
  return (
    <form
      className={classes['form']}
      aria-label="What does each source say?"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {sides.map((side, place) => (
        <SideFields key={place} side={side} place={place + 1} expected={expected} onChange={(change) => put(place, change)} />
      ))}
      <div className={classes['row']}>
        <Button disabledReason={sides.length < MOST ? null : 'Six are enough to decide by.'} onClick={() => setSides([...sides, EMPTY])}>
          Another source
        </Button>
        <Button primary type="submit" loading={record.isPending} disabledReason={reason}>
          Lay them side by side
        </Button>
      </div>
      <NotDone error={record.error} />
    </form>
  )
}

type Fields = { side: Side; place: number; expected: Known['expected']; onChange: (change: Partial<Side>) => void }

function SideFields({ side, place, expected, onChange }: Fields) {
  const usual = expected.find(({ source }) => source.toLowerCase() === side.source.trim().toLowerCase())?.lagMinutes ?? null
  const list = `sources-${place}`
  return (
    <fieldset className={classes['side']}>
      <legend className="muted small">Source {place}</legend>
      <TextInput
        label="Source"
        size="md"
        maxLength={80}
        {...(expected.length > 0 && { list })}
        value={side.source}
        onChange={(event) => onChange({ source: event.currentTarget.value })}
      />
      <TextInput
        label="What it says"
        size="md"
        maxLength={500}
        value={side.says}
        onChange={(event) => onChange({ says: event.currentTarget.value })}
      />
      <TextInput
        label="Minutes behind, if you know"
        placeholder={usual === null ? '' : `${usual}, as expected of it`}
        type="number"
        inputMode="numeric"
        min={0}
        max={1440}
        size="md"
        value={side.lag}
        onChange={(event) => onChange({ lag: event.currentTarget.value })}
      />
      {expected.length > 0 && (
        <datalist id={list}>
          {expected.map(({ source }) => (
            <option key={source} value={source} />
          ))}
        </datalist>
      )}
      <Checkbox
        label="This is what customers meet"
        checked={side.customers}
        onChange={(event) => onChange({ customers: event.currentTarget.checked })}
      />
    </fieldset>
  )
}
