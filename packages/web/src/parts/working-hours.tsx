// When a team works: its zone, its days with their hours, its days off, and in words when it opens next.
import { Checkbox, Select, Switch, TagsInput, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { reading, useOrg } from '../api/use-api.ts'
import { Button } from '../ui/button.tsx'
import { isZone, ZONES } from '../ui/zoned.ts'
import type { ServiceDocument } from './config.ts'
import classes from './working-hours.module.css'

export type Hours = NonNullable<ServiceDocument['hours']>
type WorkingTime = Hours['week'][number]

type Props = {
  label: string
  description: string
  value: Hours | null
  put: (hours: Hours | null) => void
  isOff: boolean
  /** By the place inside the calendar: "week.0.to". */
  fault: (place: string) => string | undefined
}

const OFFICE: WorkingTime = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }

export function WorkingHours({ label, description, value, put, isOff, fault }: Props) {
  const begin = (): Hours => ({ timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone, week: [OFFICE], holidays: [] })
  return (
    <div className={classes['hours']}>
      <Switch
        size="md"
        label={label}
        description={description}
        disabled={isOff}
        checked={value !== null}
        onChange={({ currentTarget: { checked } }) => put(checked ? begin() : null)}
      />
      {value !== null && <Calendar value={value} put={put} isOff={isOff} fault={fault} />}
    </div>
  )
}

type CalendarProps = Omit<Props, 'label' | 'description' | 'value'> & { value: Hours }

function Calendar({ value, put, isOff, fault }: CalendarProps) {
  const { timeZone, week, holidays } = value
  const setTime = (place: number, time: WorkingTime) => put({ ...value, week: week.map((one, at) => (at === place ? time : one)) })
  return (
    <>
      <Select
        label="Time zone of the hours"
        size="md"
        searchable
        limit={40}
        allowDeselect={false}
        readOnly={isOff}
        value={timeZone}
        error={fault('timeZone')}
        data={isZone(timeZone) && !ZONES.includes(timeZone) ? [timeZone, ...ZONES] : [...ZONES]}
        onChange={(zone) => zone !== null && put({ ...value, timeZone: zone })}
      />
      {week.map((time, place) => (
        <Time
          // Times have no name: their place is what they are known by.
          key={place}
          number={place + 1}
          time={time}
          set={(changed) => setTime(place, changed)}
          remove={week.length > 1 ? () => put({ ...value, week: week.filter((_, at) => at !== place) }) : null}
          isOff={isOff}
          fault={(field) => fault(`week.${place}.${field}`)}
        />
      ))}
      {!isOff && <Button onClick={() => put({ ...value, week: [...week, OFFICE] })}>Other hours on other days</Button>}
      <TagsInput
        label="Days off"
        description="Write each as 2026-12-25 and press Enter."
        size="md"
        maxTags={500}
        readOnly={isOff}
        value={[...holidays]}
        error={holidays.some((_, at) => fault(`holidays.${at}`) !== undefined) ? 'Write each as 2026-12-25.' : undefined}
        onChange={(dates) => put({ ...value, holidays: dates.toSorted() })}
      />
      <Opening hours={value} />
    </>
  )
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
/** A field for a time cannot say 24:00: there the day's end is midnight. */
const END_OF_DAY = '24:00'
const MIDNIGHT = '00:00'

type TimeProps = {
  number: number
  time: WorkingTime
  set: (time: WorkingTime) => void
  remove: (() => void) | null
  isOff: boolean
  fault: (field: string) => string | undefined
}

function Time({ number, time, set, remove, isOff, fault }: TimeProps) {
  const isBackwards = time.from >= time.to
  return (
    <fieldset className={classes['time']}>
      <legend className="muted small">Hours {number}</legend>
      <Checkbox.Group
        label="On"
        value={time.days.map(String)}
        readOnly={isOff}
        error={fault('days') ?? (time.days.length === 0 ? 'Name at least one day.' : undefined)}
        onChange={(days) => set({ ...time, days: days.map(Number).toSorted((a, b) => a - b) })}
      >
        <div className={classes['days']}>
          {WEEKDAYS.map((name, at) => (
            <Checkbox key={name} value={String(at + 1)} label={name.slice(0, 3)} aria-label={name} size="md" disabled={isOff} />
          ))}
        </div>
      </Checkbox.Group>
      <div className={classes['span']}>
        <TextInput
          label="From"
          type="time"
          size="md"
          readOnly={isOff}
          value={time.from}
          error={fault('from')}
          onChange={({ currentTarget: { value } }) => set({ ...time, from: value })}
        />
        <TextInput
          label="To"
          type="time"
          size="md"
          readOnly={isOff}
          value={time.to === END_OF_DAY ? MIDNIGHT : time.to}
          error={fault('to') ?? (isBackwards ? 'This is before they begin.' : undefined)}
          onChange={({ currentTarget: { value } }) => set({ ...time, to: value === MIDNIGHT ? END_OF_DAY : value })}
        />
        {remove !== null && !isOff && (
          <Button variant="subtle" onClick={remove} aria-label={`Remove hours ${number}`}>
            Remove
          </Button>
        )}
      </div>
    </fieldset>
  )
}

/** A calendar that is half written has no next opening. */
function Opening({ hours }: { hours: Hours }) {
  const { data } = useQuery({
    ...reading(useOrg(), ['config', 'opening', hours], (api) => api.hours.preview({ hours })),
    placeholderData: keepPreviousData,
    retry: false,
  })
  return (
    <p role="status" className="muted">
      {data?.says ?? ''}
    </p>
  )
}
