// Holding pages back for a while: for which alerts, how long, and why. It says how many alerts it would match now.
import { isHeldBack } from '@muster/core/alert/silence.ts'
import { Checkbox, Modal, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Api } from '../api/client.ts'
import { useRoleReason } from '../api/session.ts'
import { reading, useDoing, useOrg } from '../api/use-api.ts'
import { Button } from '../ui/button.tsx'
import { useNow } from '../ui/clock.ts'
import { NotDone } from '../ui/states.tsx'
import { clockTime } from '../ui/times.ts'
import { choicesOf, useNames } from './names.ts'
import classes from './silences.module.css'

export type Labels = Readonly<Record<string, string>>
export type SilenceStart = { service: string | null; labels: Labels }

/** `start`: what the chosen alerts have in common. Its labels are offered, ticked where they are needed to tell alerts apart. */
export function SilenceForm({ start, close }: { start: SilenceStart; close: () => void }) {
  return (
    <Modal opened onClose={close} title="Silence alerts" size="lg">
      <Form start={start} close={close} />
    </Modal>
  )
}

const LENGTHS = [
  [30, '30 minutes'],
  [120, '2 hours'],
] as const
const LONGEST_MINUTES = 10_080

function Form({ start, close }: { start: SilenceStart; close: () => void }) {
  const now = useNow()
  const role = useRoleReason('responder')
  const { data: names } = useNames()
  const [service, setService] = useState(start.service)
  const [offered, setOffered] = useState<Labels>(start.labels)
  const [labels, setLabels] = useState<Labels>(start.service === null ? start.labels : {})
  const [length, setLength] = useState<number | 'morning' | 'custom'>(30)
  const [custom, setCustom] = useState(60)
  const [reason, setReason] = useState('')
  const minutes = length === 'morning' ? minutesToMorning(now) : length === 'custom' ? custom : length
  const isEverything = service === null && Object.keys(labels).length === 0
  const create = useDoing(
    (api) => api.silences.create({ ...(service !== null && { service }), labels: { ...labels }, minutes, reason: reason.trim() }),
    ['silences', 'alerts'],
  )
  const missing = isEverything
    ? 'Name a service or a label: a silence for everything would be a silent night.'
    : reason.trim() === ''
      ? 'Say why first; whoever wonders tonight reads it.'
      : null
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        if (role === null && missing === null) create.mutate(undefined, { onSuccess: close })
      }}
    >
      <Select
        label="Service"
        placeholder="Every service"
        clearable
        searchable
        limit={100}
        size="md"
        value={service}
        data={choicesOf(names?.services)}
        onChange={setService}
      />
      <LabelChoice offered={offered} labels={labels} set={setLabels} offer={(more) => setOffered({ ...offered, ...more })} />
      <div role="group" aria-label="For how long" className={classes['lengths']}>
        {LENGTHS.map(([value, word]) => (
          <Button key={value} aria-pressed={length === value} onClick={() => setLength(value)}>
            {word}
          </Button>
        ))}
        <Button aria-pressed={length === 'morning'} onClick={() => setLength('morning')}>
          Until morning
        </Button>
        <Button aria-pressed={length === 'custom'} onClick={() => setLength('custom')}>
          Other
        </Button>
        {length === 'custom' && (
          <NumberInput
            aria-label="Minutes"
            suffix=" min"
            min={1}
            max={LONGEST_MINUTES}
            value={custom}
            onChange={(value) => typeof value === 'number' && setCustom(Math.min(LONGEST_MINUTES, Math.max(1, Math.round(value))))}
          />
        )}
      </div>
      <Textarea
        label="Why"
        placeholder="Planned restart of the database until 14:00"
        required
        autosize
        minRows={2}
        maxLength={500}
        size="md"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div role="status">
        {!isEverything && <Matching service={service} labels={labels} />}
        <p className="muted small">
          It ends at {clockTime(now + minutes * 60_000, { now })}. What still fires then is paged. An alert that is in an incident already
          goes on paging: acknowledge or snooze that incident.
        </p>
      </div>
      <NotDone error={create.error} />
      <Button primary type="submit" loading={create.isPending} disabledReason={role ?? missing}>
        Silence
      </Button>
    </form>
  )
}

const MORNING = 8

function minutesToMorning(now: number): number {
  const morning = new Date(now)
  morning.setHours(MORNING, 0, 0, 0)
  if (morning.getTime() <= now + 60_000) morning.setDate(morning.getDate() + 1)
  return Math.max(1, Math.round((morning.getTime() - now) / 60_000))
}

type ChoiceProps = { offered: Labels; labels: Labels; set: (labels: Labels) => void; offer: (more: Labels) => void }

function LabelChoice({ offered, labels, set, offer }: ChoiceProps) {
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const add = () => {
    offer({ [name.trim()]: value })
    set({ ...labels, [name.trim()]: value })
    setName('')
    setValue('')
  }
  return (
    <fieldset className={classes['labels']}>
      <legend>Only alerts with these labels</legend>
      {Object.entries(offered).map(([label, known]) => (
        <Checkbox
          key={label}
          radius="xs"
          className={classes['label']}
          label={
            <span className="foreign">
              {label} = {known}
            </span>
          }
          checked={labels[label] === known}
          onChange={({ currentTarget: { checked } }) =>
            set(Object.fromEntries(Object.entries({ ...labels, [label]: known }).filter(([one]) => checked || one !== label)))
          }
        />
      ))}
      <div className={classes['adding']}>
        <TextInput
          label="Label"
          placeholder="instance"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Is exactly"
          placeholder="db-2"
          maxLength={500}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Button onClick={add} disabledReason={name.trim() === '' ? 'Write the name of a label first.' : null}>
          Add
        </Button>
      </div>
    </fieldset>
  )
}

const PAGE = 200
const MOST_PAGES = 5

type Open = Awaited<ReturnType<Api['alerts']['list']>>['items']

function Matching({ service, labels }: { service: string | null; labels: Labels }) {
  const org = useOrg()
  const { data } = useQuery(reading(org, ['alerts', 'open-of', service], (api) => openAlerts(api, service)))
  if (data === undefined) return <p className="muted">Counting the open alerts it would match…</p>
  const count = data.alerts.filter((alert) => isHeldBack({ service, labels }, { service: alert.service.slug, labels: alert.labels })).length
  return (
    <p className="strong">
      {data.isAll ? '' : 'At least '}
      {count === 0 ? 'No open alert matches it now.' : count === 1 ? '1 open alert matches it now.' : `${count} open alerts match it now.`}
    </p>
  )
}

async function openAlerts(api: Api, service: string | null): Promise<{ alerts: Open; isAll: boolean }> {
  const alerts: Open = []
  let cursor: string | null = null
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const read: Awaited<ReturnType<Api['alerts']['list']>> = await api.alerts.list({
      status: 'open',
      limit: PAGE,
      ...(service !== null && { service }),
      ...(cursor !== null && { cursor }),
    })
    alerts.push(...read.items)
    if (read.next === null) return { alerts, isAll: true }
    cursor = read.next
  }
  return { alerts, isAll: false }
}
