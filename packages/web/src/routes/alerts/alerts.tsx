// What monitors sent: searched, filtered, grouped, and dealt with many at a time. What is looked for stands in the address.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useOrg } from '../../api/use-api.ts'
import { SilenceForm, type Labels } from '../../parts/silence-form.tsx'
import { SilenceList, useSilences } from '../../parts/silence-list.tsx'
import { useScreenKeys } from '../../shell/keys.ts'
import { Button } from '../../ui/button.tsx'
import { Part, Screen } from '../../ui/screen.tsx'
import { Empty, Failed, Loading } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './alerts.module.css'
import { BulkBar, incidentsOf, useAcknowledge } from './bulk-bar.tsx'
import { Filters } from './filters.tsx'
import { linesOf } from './grouped.ts'
import { Rows } from './rows.tsx'
import { useAlerts, useAlertSearch, type AlertRow, type AlertSearch } from './search.ts'
import { useSelection, type Selection } from './selection.ts'

export function Alerts() {
  const [search, set] = useAlertSearch()
  const { panel } = useSearch({ strict: false })
  const silences = useSilences()
  const inForce = silences.data?.items ?? []
  const silence = useCallback((open: boolean) => set({ panel: open ? 'silence' : null }), [set])
  return (
    <Screen title="Alerts" wide actions={<Button onClick={() => silence(true)}>Silence…</Button>}>
      {inForce.length > 0 && (
        <Part title={`Silences in force (${inForce.length})`}>
          <SilenceList silences={inForce} />
        </Part>
      )}
      <Part title="What monitors sent">
        <Filters search={search} set={set} />
        <Found search={search} set={set} silencing={panel === 'silence'} silence={silence} />
      </Part>
    </Screen>
  )
}

type FoundProps = {
  search: AlertSearch
  set: (change: Record<string, string | null>) => void
  silencing: boolean
  silence: (open: boolean) => void
}

function Found({ search, set, silencing, silence }: FoundProps) {
  const query = useAlerts(search)
  const alerts = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data])
  const lines = useMemo(() => linesOf(alerts, search.group), [alerts, search.group])
  const order = useMemo(() => lines.flatMap((line) => (line.kind === 'alert' ? [line.alert.id] : [])), [lines])
  const selection = useSelection(order)
  const chosen = useMemo(() => alerts.filter(({ id }) => selection.ids.has(id)), [alerts, selection.ids])
  const acknowledge = useAcknowledge()
  const cursor = useRowKeys({ order, selection, acknowledge: () => acknowledge.mutate(incidentsOf(chosen)), silence: () => silence(true) })
  const { hasNextPage, isFetching, fetchNextPage } = query
  const nearEnd = useCallback(() => {
    // While it is read anew the next page would not be asked for; when that ends, the end of the list asks again.
    if (hasNextPage && !isFetching) void fetchNextPage({ cancelRefetch: false })
  }, [hasNextPage, isFetching, fetchNextPage])
  const searchedTo = query.data?.pages.at(-1)?.searchedTo ?? null
  return (
    <>
      {silencing && (
        <SilenceForm
          start={chosen.length === 0 ? { service: search.service, labels: {} } : commonOf(chosen)}
          close={() => silence(false)}
        />
      )}
      <p className={classes['count']} role="status">
        {query.data !== undefined && countWords(alerts.length, hasNextPage)}
        {searchedTo !== null && (
          <>
            {' '}
            Looked back to <Time at={searchedTo} only="clock" /> so far; scroll on to look further.
          </>
        )}
      </p>
      {query.data === undefined && (query.error === null ? <Loading rows={8} /> : <Failed error={query.error} retry={query.refetch} />)}
      {query.data !== undefined && alerts.length === 0 && <None search={search} set={set} />}
      {alerts.length > 0 && <Rows lines={lines} selection={selection} cursor={cursor} label="Alerts" nearEnd={nearEnd} />}
      {chosen.length > 0 && <BulkBar alerts={chosen} acknowledge={acknowledge} silence={() => silence(true)} clear={selection.clear} />}
    </>
  )
}

const countWords = (count: number, more: boolean): string =>
  count === 0 ? '' : more ? `The youngest ${count}; more as you scroll.` : count === 1 ? '1 alert.' : `${count} alerts.`

/** What all of them share: a silence made of it matches each of them. */
function commonOf(alerts: readonly AlertRow[]): { service: string | null; labels: Labels } {
  const [first] = alerts
  if (first === undefined) return { service: null, labels: {} }
  const isSame = alerts.every(({ service }) => service.slug === first.service.slug)
  const labels = Object.entries(first.labels).filter(([name, value]) => alerts.every((alert) => alert.labels[name] === value))
  return { service: isSame ? first.service.slug : null, labels: Object.fromEntries(labels) }
}

type Keys = { order: readonly string[]; selection: Selection; acknowledge: () => void; silence: () => void }

/** The row on which the keyboard stands. */
function useRowKeys({ order, selection, acknowledge, silence }: Keys): string | null {
  const org = useOrg()
  const navigate = useNavigate()
  const [cursor, setCursor] = useState<string | null>(null)
  const keys = useMemo(() => {
    const step = (by: number) => () => setCursor((at) => order[clamp((at === null ? -1 : order.indexOf(at)) + by, order.length)] ?? null)
    const tick = (range: boolean) => () => cursor !== null && selection.toggle(cursor, range)
    return [
      { key: 'j', says: 'Next alert', press: step(1) },
      { key: 'k', says: 'Alert before', press: step(-1) },
      { key: 'x', says: 'Choose it, or not', press: tick(false) },
      { key: 'X', says: 'Choose everything from the last choice to it', press: tick(true) },
      {
        key: 'o',
        says: 'Open it',
        press: () => cursor !== null && void navigate({ to: '/o/$org/alerts/$alert', params: { org, alert: cursor } }),
      },
      { key: 'a', says: 'Acknowledge the incidents of the chosen', press: () => selection.ids.size > 0 && acknowledge() },
      { key: 's', says: 'Silence the chosen', press: silence },
      { key: '/', says: 'Search', press: () => document.getElementById('alert-search')?.focus() },
    ]
  }, [order, selection, cursor, acknowledge, silence, navigate, org])
  useScreenKeys(keys)
  return cursor
}

const clamp = (index: number, length: number): number => Math.max(0, Math.min(length - 1, index))

function None({ search, set }: Pick<FoundProps, 'search' | 'set'>) {
  const isNarrow =
    search.service !== null || search.severity !== null || search.silenced !== null || search.since !== null || search.q !== ''
  if (isNarrow)
    return (
      <Empty
        title="No alert is like that"
        action={
          <Button onClick={() => set({ q: null, service: null, severity: null, silenced: null, since: null })}>
            Take the filters away
          </Button>
        }
      >
        Use fewer words, or look at closed ones too.
      </Empty>
    )
  return (
    <Empty title={search.status === 'closed' ? 'No alert has ended yet' : 'Nothing is firing'}>
      An alert appears here when a monitor sends one. Connect a monitor under Integrations.
    </Empty>
  )
}
