// One key indicator, to add or to change; its query is tried before it is relied on at night.
import { NumberInput, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { faultsInside, slugFor, useEdit, useEditReason, type Document } from '../../parts/config.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import { BaselineFields, FromFields } from './indicator-fields.tsx'
import type { ServiceDocument } from './service-form.tsx'
import classes from './services.module.css'

export type IndicatorDocument = ServiceDocument['indicators'][number]
type Props = { service: ServiceDocument; document: Document; stored: IndicatorDocument | null; close: () => void }

const EMPTY: IndicatorDocument = { slug: '', name: '', unit: '%', target: { atLeast: 99 }, baseline: null, holdMinutes: 10, from: null }

export function IndicatorForm({ service, document, stored, close }: Props) {
  const fixed = useEditReason(document)
  const edit = useEdit()
  const [value, setValue] = useState(stored ?? EMPTY)
  const put = (change: Partial<IndicatorDocument>) => setValue({ ...value, ...change })
  const place = stored === null ? service.indicators.length : service.indicators.findIndex(({ slug }) => slug === stored.slug)
  const faults = faultsInside(edit.error)
  const fault = (field: string) => faults.get(`indicators.${place}.${field}`)
  const whyNot = fixed ?? faultOf(value)
  const save = (indicators: IndicatorDocument[]) =>
    edit.mutate({ put: { services: [{ ...service, indicators }] }, was: { services: [service] } }, { onSuccess: close })
  const written = { ...value, slug: stored?.slug ?? slugFor(value.name, service.indicators) }
  const others = service.indicators.filter(({ slug }) => slug !== stored?.slug)
  return (
    <form
      className={classes['stack']}
      aria-label="A key indicator"
      onSubmit={(event) => {
        event.preventDefault()
        if (whyNot === null)
          save(stored === null ? [...others, written] : service.indicators.map((one) => (one.slug === stored.slug ? written : one)))
      }}
    >
      <TextInput
        label="Name"
        placeholder="Checkout success"
        size="md"
        maxLength={120}
        value={value.name}
        error={fault('name')}
        onChange={(event) => put({ name: event.currentTarget.value })}
      />
      <TextInput
        label="Unit"
        description="Written behind the value: %, ms, per minute."
        size="md"
        maxLength={20}
        value={value.unit}
        onChange={(event) => put({ unit: event.currentTarget.value })}
      />
      <TargetFields value={value} put={put} error={fault('target')} />
      <NumberInput
        label="Has to hold for"
        description="Good for a moment is not good yet."
        suffix=" minutes"
        size="md"
        min={0}
        max={1440}
        value={value.holdMinutes}
        onChange={(holdMinutes) => typeof holdMinutes === 'number' && put({ holdMinutes })}
      />
      <BaselineFields value={value} put={put} fault={fault} />
      <FromFields value={value} put={put} sources={document.sources} fault={fault} />
      <Button primary type="submit" loading={edit.isPending} disabledReason={whyNot}>
        Save it
      </Button>
      {stored !== null && (
        <Button loading={edit.isPending} disabledReason={fixed} onClick={() => save(others)}>
          Remove it
        </Button>
      )}
      <NotDone error={edit.error} />
    </form>
  )
}

function faultOf({ name, from, baseline }: IndicatorDocument): string | null {
  if (name.trim() === '') return 'Give it a name first.'
  if (from !== null && from.query.trim() === '') return 'Write the query first, or let a person read it.'
  return baseline !== null && baseline.window.trim() === '' ? 'Say over which time the baseline was found.' : null
}

type FieldsProps = { value: IndicatorDocument; put: (change: Partial<IndicatorDocument>) => void; error: string | undefined }

function TargetFields({ value: { target, unit }, put, error }: FieldsProps) {
  const isLeast = 'atLeast' in target
  const bound = isLeast ? target.atLeast : target.atMost
  return (
    <div className={classes['grouping']}>
      <Select
        label="Good when it is"
        size="md"
        allowDeselect={false}
        value={isLeast ? 'atLeast' : 'atMost'}
        data={[
          { value: 'atLeast', label: 'At least' },
          { value: 'atMost', label: 'At most' },
        ]}
        onChange={(way) => put({ target: way === 'atMost' ? { atMost: bound } : { atLeast: bound } })}
      />
      <NumberInput
        label="Target"
        size="md"
        suffix={unit === '' ? '' : ` ${unit}`}
        value={bound}
        error={error}
        onChange={(next) => typeof next === 'number' && put({ target: isLeast ? { atLeast: next } : { atMost: next } })}
      />
    </div>
  )
}
