// What it costs, on request alone: for whoever commands or speaks for the room and for leads, never before the next step of somebody who fixes it.
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { reading, useOrg } from '../../../api/use-api.ts'
import { Button } from '../../../ui/button.tsx'
import { NotDone, Shown } from '../../../ui/states.tsx'
import { FIGURE_REASON, figureOf } from '../protocol/figure.ts'
import form from '../protocol/protocol.module.css'
import { useRecord, useWhyNot } from '../protocol/protocol.ts'
import type { IncidentView } from '../view.ts'
import { useCommunication } from './communication.ts'
import classes from './communication.module.css'

const AGAIN_MS = 60_000

export function Cost({ incident }: { incident: IncidentView }) {
  const { data } = useCommunication(incident)
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const isAsked = search['cost'] !== undefined
  const turn = () =>
    void navigate({
      to: '.',
      search: ({ cost, ...rest }: Record<string, string | undefined>) => (cost === undefined ? { ...rest, cost: 'on' } : rest),
      resetScroll: false,
    })
  if (data?.mayAskCost !== true) return null
  return (
    <div className={classes['liaison']}>
      <Button size="compact-sm" variant="subtle" aria-expanded={isAsked} onClick={turn}>
        {isAsked ? 'Hide what it costs' : 'Show what it costs'}
      </Button>
      {isAsked && <Figures incident={incident} />}
    </div>
  )
}

function Figures({ incident }: { incident: IncidentView }) {
  const { id, number, status } = incident
  const org = useOrg()
  const query = useQuery({
    ...reading(org, ['incidents', String(number), 'loss'], (api) => api.incidents.loss({ id })),
    refetchInterval: status === 'resolved' ? false : AGAIN_MS,
  })
  return (
    <Shown query={query} rows={1}>
      {({ loss }) => (
        <>
          <p>{loss === null ? 'Nobody has said yet what an hour of it costs.' : loss.says}</p>
          <Estimate incident={incident} currency={loss?.currency ?? ''} />
        </>
      )}
    </Shown>
  )
}

function Estimate({ incident, currency: before }: { incident: IncidentView; currency: string }) {
  const [amount, setAmount] = useState('')
  const [currency, setCurrency] = useState(before)
  const record = useRecord(incident)
  const perHour = figureOf(amount)
  const reason =
    useWhyNot() ?? (perHour === null ? FIGURE_REASON : /^[A-Z]{3}$/.test(currency) ? null : 'Write the currency in three letters.')
  return (
    <form
      className={form['form']}
      aria-label="Estimate what an hour costs"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason === null && perHour !== null)
          record.mutate({ type: 'loss.estimated', amount: perHour, currency, text: '' }, { onSuccess: () => setAmount('') })
      }}
    >
      <div className={classes['estimate']}>
        <TextInput
          label="An hour costs"
          inputMode="decimal"
          size="md"
          value={amount}
          onChange={(event) => setAmount(event.currentTarget.value)}
        />
        <TextInput
          label="Currency"
          placeholder="EUR"
          size="md"
          maxLength={3}
          value={currency}
          onChange={(event) => setCurrency(event.currentTarget.value.toUpperCase())}
        />
      </div>
      <Button type="submit" loading={record.isPending} disabledReason={reason}>
        Estimate it
      </Button>
      <NotDone error={record.error} />
    </form>
  )
}
