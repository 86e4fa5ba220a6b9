// All incidents, youngest first: open, past, of one service. The filters are in the address.
import { Select } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { apiOf } from '../../api/client.ts'
import { useOrg } from '../../api/use-api.ts'
import { Declare } from '../../parts/declare.tsx'
import { IncidentRows } from '../../parts/incident-rows.tsx'
import { STATUSES } from '../../paths.ts'
import { choicesOf, useNames } from '../../parts/names.ts'
import { Button } from '../../ui/button.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Empty, Failed, Loading } from '../../ui/states.tsx'
import classes from './incidents.module.css'

type Status = (typeof STATUSES)[number]

const WORDS: Record<Status, string> = {
  open: 'Open',
  triggered: 'Not answered',
  acknowledged: 'Answered',
  resolved: 'Resolved',
  all: 'All',
}

export function Incidents() {
  const org = useOrg()
  const navigate = useNavigate()
  const search = useSearch({ strict: false })
  const status = STATUSES.find((one) => one === search['status']) ?? 'all'
  const service = search['service'] ?? null
  const names = useNames()
  const set = (change: Record<string, string | undefined>) =>
    void navigate({ to: '.', search: { status, ...(service !== null && { service }), ...change }, replace: true })
  return (
    <Screen
      title="Incidents"
      wide
      actions={
        <>
          <Link to="/o/$org/follow-ups" params={{ org }} className={classes['follow-ups']}>
            Follow-ups
          </Link>
          <Declare />
        </>
      }
    >
      <div className={classes['filters']} role="group" aria-label="Which incidents">
        <div className={classes['chips']}>
          {STATUSES.map((one) => (
            <Button key={one} aria-pressed={one === status} onClick={() => set({ status: one })} size="sm">
              {WORDS[one]}
            </Button>
          ))}
        </div>
        <Select
          aria-label="Service"
          placeholder="Every service"
          clearable
          searchable
          value={service}
          limit={100}
          data={choicesOf(names.data?.services)}
          onChange={(value) => set({ service: value ?? undefined })}
        />
      </div>
      <List key={`${status} ${service}`} status={status} service={service} />
    </Screen>
  )
}

function List({ status, service }: { status: Status; service: string | null }) {
  const org = useOrg()
  const query = useInfiniteQuery({
    queryKey: [org, 'incidents', 'list', status, service],
    queryFn: ({ pageParam }) =>
      apiOf(org).incidents.list({
        limit: 50,
        ...(status !== 'all' && { status }),
        ...(service !== null && { service }),
        ...(pageParam !== null && { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
  if (query.data === undefined) return query.error === null ? <Loading rows={8} /> : <Failed error={query.error} retry={query.refetch} />
  const incidents = query.data.pages.flatMap(({ items }) => items)
  if (incidents.length === 0)
    return <Empty title={status === 'all' && service === null ? 'No incidents yet' : 'None like that'}>{emptyHint(status, service)}</Empty>
  return (
    <>
      <IncidentRows incidents={incidents} label="Incidents" />
      {query.hasNextPage && (
        <p className={classes['more']}>
          <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
            Older ones
          </Button>
        </p>
      )}
    </>
  )
}

function emptyHint(status: Status, service: string | null): string {
  if (status === 'all' && service === null) return 'An incident opens when a monitor sends an alert that no open incident takes.'
  return 'Choose another state or service above.'
}
