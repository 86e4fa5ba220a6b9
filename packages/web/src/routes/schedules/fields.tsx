// What shapes a rota: its name and zone, and for each layer who takes turns, how long, and when they hand over.
import { NumberInput, Select, TextInput } from '@mantine/core'
import { faultsInside, slugFor, type LayerDocument, type ScheduleDocument } from '../../parts/config.ts'
import { PersonSelect } from '../../parts/person-select.tsx'
import { Button } from '../../ui/button.tsx'
import { moved, Ordered } from '../../ui/ordered.tsx'
import { Part } from '../../ui/screen.tsx'
import { isZone, ZONES } from '../../ui/zoned.ts'
import { titleOf, WEEKDAYS } from './changes.ts'
import classes from './schedules.module.css'

type Props = {
  schedule: ScheduleDocument
  set: (schedule: ScheduleDocument) => void
  /** Why nothing can be changed; null when it can. */
  fixed: string | null
  error: unknown
  nameOf: (slug: string) => string
}

export function Fields({ schedule, set, fixed, error, nameOf }: Props) {
  const faults = faultsInside(error)
  const disabled = fixed !== null
  const setLayer = (index: number, layer: LayerDocument) =>
    set({ ...schedule, layers: schedule.layers.map((one, at) => (at === index ? layer : one)) })
  const add = () => {
    const [first] = schedule.layers
    const slug = slugFor(`layer ${schedule.layers.length + 1}`, schedule.layers)
    if (first !== undefined)
      set({ ...schedule, layers: [...schedule.layers, { ...first, slug, name: `Layer ${schedule.layers.length + 1}`, participants: [] }] })
  }
  return (
    <div className={classes['fields']}>
      <Part title="Rota">
        <div className={classes['stack']}>
          <TextInput
            label="Name"
            size="md"
            value={schedule.name}
            disabled={disabled}
            error={faults.get('name') ?? (schedule.name.trim() === '' ? 'Give it a name.' : undefined)}
            onChange={(event) => set({ ...schedule, name: event.currentTarget.value })}
          />
          <Select
            label="Time zone of the handoffs"
            size="md"
            searchable
            limit={40}
            value={schedule.timeZone}
            data={isZone(schedule.timeZone) && !ZONES.includes(schedule.timeZone) ? [schedule.timeZone, ...ZONES] : [...ZONES]}
            disabled={disabled}
            error={faults.get('timeZone')}
            onChange={(timeZone) => timeZone !== null && set({ ...schedule, timeZone })}
          />
        </div>
      </Part>
      {schedule.layers.map((layer, index) => (
        <Layer
          key={layer.slug}
          layer={layer}
          set={(changed) => setLayer(index, changed)}
          remove={
            schedule.layers.length > 1 ? () => set({ ...schedule, layers: schedule.layers.filter((_, at) => at !== index) }) : undefined
          }
          fixed={fixed}
          fault={(field) => faults.get(`layers.${index}.${field}`)}
          nameOf={nameOf}
        />
      ))}
      <Button onClick={add} disabledReason={fixed}>
        Add a layer that wins over these
      </Button>
    </div>
  )
}

type LayerProps = {
  layer: LayerDocument
  set: (layer: LayerDocument) => void
  remove: (() => void) | undefined
  fixed: string | null
  fault: (field: string) => string | undefined
  nameOf: (slug: string) => string
}

function Layer({ layer, set, remove, fixed, fault, nameOf }: LayerProps) {
  const title = titleOf(layer)
  return (
    <Part
      title={`Layer: ${title}`}
      actions={
        remove && (
          <Button variant="subtle" onClick={remove} disabledReason={fixed} aria-label={`Remove layer ${title}`}>
            Remove
          </Button>
        )
      }
    >
      <div className={classes['stack']}>
        <TextInput
          label="Name of the layer"
          size="md"
          value={title}
          disabled={fixed !== null}
          error={fault('name') ?? (title.trim() === '' ? 'Give the layer a name.' : undefined)}
          onChange={(event) => set({ ...layer, name: event.currentTarget.value })}
        />
        <Participants layer={layer} set={set} fixed={fixed} nameOf={nameOf} fault={fault('participants')} />
        <Turns layer={layer} set={set} fixed={fixed} fault={fault} />
      </div>
    </Part>
  )
}

type ParticipantsProps = Omit<LayerProps, 'remove' | 'fault'> & { fault: string | undefined }

function Participants({ layer, set, fixed, nameOf, fault }: ParticipantsProps) {
  const change = (participants: string[]) => set({ ...layer, participants })
  return (
    <div>
      <p className={classes['label']}>Take turns, in this order</p>
      <Ordered
        items={layer.participants}
        label={`Order of turns in ${titleOf(layer)}`}
        nameOf={nameOf}
        move={(from, to) => change(moved(layer.participants, from, to))}
        fixed={fixed}
      >
        {(slug, index) => (
          <>
            <span className={classes['participant']}>
              <span className="muted">{index + 1}</span> {nameOf(slug)}
            </span>
            {fixed === null && (
              <Button
                variant="subtle"
                aria-label={`Take ${nameOf(slug)} out of ${titleOf(layer)}`}
                onClick={() => change(layer.participants.filter((_, at) => at !== index))}
              >
                ✕
              </Button>
            )}
          </>
        )}
      </Ordered>
      {layer.participants.length === 0 && <p className={classes['fault']}>{fault ?? 'Add at least one person: now it names nobody.'}</p>}
      {fixed === null && (
        <PersonSelect
          label={`Add somebody to ${titleOf(layer)}`}
          hidden
          placeholder="Add somebody"
          value={null}
          without={layer.participants}
          onChange={(slug) => slug !== null && change([...layer.participants, slug])}
        />
      )}
    </div>
  )
}

type TurnsProps = Pick<LayerProps, 'layer' | 'set' | 'fixed' | 'fault'>

function Turns({ layer, set, fixed, fault }: TurnsProps) {
  const disabled = fixed !== null
  return (
    <div className={classes['pairs']}>
      <NumberInput
        label="A turn lasts"
        size="md"
        min={1}
        max={52}
        allowDecimal={false}
        value={layer.length}
        disabled={disabled}
        error={fault('length')}
        onChange={(length) => typeof length === 'number' && length >= 1 && set({ ...layer, length })}
      />
      <Select
        label="Days or weeks"
        size="md"
        allowDeselect={false}
        value={layer.every}
        disabled={disabled}
        data={[
          { value: 'day', label: layer.length === 1 ? 'day' : 'days' },
          { value: 'week', label: layer.length === 1 ? 'week' : 'weeks' },
        ]}
        onChange={(every) => set({ ...layer, every: every === 'day' ? 'day' : 'week' })}
      />
      {layer.every === 'week' && (
        <Select
          label="Handoff on"
          size="md"
          allowDeselect={false}
          value={String(layer.handoffDay)}
          disabled={disabled}
          error={fault('handoffDay')}
          data={WEEKDAYS.map((label, day) => ({ value: String(day + 1), label }))}
          onChange={(day) => set({ ...layer, handoffDay: Number(day) })}
        />
      )}
      <TextInput
        label="Handoff at"
        type="time"
        size="md"
        value={layer.handoffTime}
        disabled={disabled}
        error={fault('handoffTime')}
        onChange={(event) => event.currentTarget.value !== '' && set({ ...layer, handoffTime: event.currentTarget.value.slice(0, 5) })}
      />
      <TextInput
        label="First turn on"
        type="date"
        size="md"
        value={layer.startsOn}
        disabled={disabled}
        error={fault('startsOn')}
        onChange={(event) => event.currentTarget.value !== '' && set({ ...layer, startsOn: event.currentTarget.value })}
      />
    </div>
  )
}
