// Where an indicator is read, with "Try it now"; and what is ordinary for it.
import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { valueWords } from '@muster/core/reading/indicator.ts'
import { Link } from '@tanstack/react-router'
import { useRoleReason } from '../../api/session.ts'
import { useDoing, useOrg } from '../../api/use-api.ts'
import type { Document } from '../../parts/config.ts'
import { Button } from '../../ui/button.tsx'
import { NotDone } from '../../ui/states.tsx'
import type { IndicatorDocument } from './indicator-form.tsx'
import classes from './services.module.css'

type Fault = (field: string) => string | undefined
type Props = { value: IndicatorDocument; put: (change: Partial<IndicatorDocument>) => void; fault: Fault }

const BY_HAND = ''

export function FromFields({ value, put, sources, fault }: Props & { sources: Document['sources'] }) {
  const org = useOrg()
  const { from, unit } = value
  return (
    <>
      <Select
        label="Read from"
        description="While an incident is open it is read every half minute."
        size="md"
        allowDeselect={false}
        value={from?.source ?? BY_HAND}
        error={fault('from.source')}
        data={[{ value: BY_HAND, label: 'Nothing: a person reads it' }, ...sources.map(({ slug, name }) => ({ value: slug, label: name }))]}
        onChange={(source) => put({ from: source === null || source === BY_HAND ? null : { source, query: from?.query ?? '' } })}
      />
      {sources.length === 0 && (
        <p className="muted small">
          No source is connected yet.{' '}
          <Link to="/o/$org/integrations" params={{ org }} search={{ panel: 'source:new' }}>
            Connect Prometheus
          </Link>
          , and it is read by itself.
        </p>
      )}
      {from !== null && (
        <>
          <Textarea
            label="Query"
            description="It has to give one number."
            placeholder="sum(rate(checkout_ok[5m])) / sum(rate(checkout_all[5m])) * 100"
            size="md"
            autosize
            minRows={2}
            maxLength={2000}
            spellCheck={false}
            value={from.query}
            error={fault('from.query')}
            onChange={(event) => put({ from: { ...from, query: event.currentTarget.value } })}
          />
          <TryIt from={from} unit={unit} />
        </>
      )}
    </>
  )
}

function TryIt({ from, unit }: { from: NonNullable<IndicatorDocument['from']>; unit: string }) {
  const role = useRoleReason('lead')
  const ask = useDoing((api, { source, query }: { source: string; query: string }) => api.sources.tryQuery({ source, query }), [])
  const whyNot = role ?? (from.query.trim() === '' ? 'Write the query first.' : null)
  return (
    <div className={classes['stack']}>
      <Button loading={ask.isPending} disabledReason={whyNot} onClick={() => ask.mutate(from)}>
        Try it now
      </Button>
      <div role="status">
        {ask.data !== undefined && (
          <p className="foreign">
            <span aria-hidden="true">{ask.data.result === 'value' ? '●' : '✕'}</span>{' '}
            {ask.data.value === null ? ask.data.says : `It gives ${valueWords(ask.data.value, unit)} now.`}
          </p>
        )}
      </div>
      <NotDone error={ask.error} />
    </div>
  )
}

const FIRST = { value: 100, tolerancePercent: 10, window: '' }

export function BaselineFields({ value: { baseline, unit }, put, fault }: Props) {
  return (
    <>
      <Switch
        label="It has a baseline"
        description="What is ordinary; farther away is strange, even where the target is met."
        checked={baseline !== null}
        onChange={(event) => put({ baseline: event.currentTarget.checked ? FIRST : null })}
      />
      {baseline !== null && (
        <div className={classes['grouping']}>
          <NumberInput
            label="Ordinary"
            size="md"
            suffix={unit === '' ? '' : ` ${unit}`}
            value={baseline.value}
            onChange={(next) => typeof next === 'number' && put({ baseline: { ...baseline, value: next } })}
          />
          <NumberInput
            label="Give or take"
            size="md"
            suffix=" %"
            min={0}
            max={1000}
            value={baseline.tolerancePercent}
            onChange={(next) => typeof next === 'number' && put({ baseline: { ...baseline, tolerancePercent: next } })}
          />
          <TextInput
            label="Found over"
            placeholder="the last 28 days"
            size="md"
            maxLength={120}
            value={baseline.window}
            error={fault('baseline.window')}
            onChange={(event) => put({ baseline: { ...baseline, window: event.currentTarget.value } })}
          />
        </div>
      )}
    </>
  )
}
