// What is being looked for, as the address says it; and reading it page by page.
import { SIGNAL_SEVERITIES, type SignalSeverity } from '@muster/core/vocabulary.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { apiOf, type Api } from '../../api/client.ts'
import { useOrg } from '../../api/use-api.ts'

export type AlertRow = Awaited<ReturnType<Api['alerts']['list']>>['items'][number]

export const SINCE = { '1h': 'The last hour', '24h': 'The last 24 hours', '7d': 'The last 7 days', '30d': 'The last 30 days' } as const
export type Since = keyof typeof SINCE
const HOURS: Record<Since, number> = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 }

export const GROUPS = { none: 'Not grouped', service: 'By service', incident: 'By incident' } as const
export type Group = keyof typeof GROUPS

export type AlertSearch = {
  status: 'open' | 'closed' | 'all'
  service: string | null
  severity: SignalSeverity | null
  silenced: 'yes' | 'no' | null
  since: Since | null
  q: string
  group: Group
}

const oneOf = <const T extends string>(known: readonly T[], value: string | undefined): T | null =>
  known.find((one) => one === value) ?? null
const keys = <T extends object>(table: T) => Object.keys(table) as (keyof T)[]

export function useAlertSearch(): [AlertSearch, (change: Record<string, string | null>) => void] {
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const set = (change: Record<string, string | null>) =>
    void navigate({
      to: '.',
      replace: true,
      search: Object.fromEntries(
        Object.entries({ ...search, ...change }).flatMap(([key, value]) => (value ? [[key, value] as const] : [])),
      ),
    })
  const asked: AlertSearch = {
    status: oneOf(['open', 'closed', 'all'], search['status']) ?? 'open',
    service: search['service'] ?? null,
    severity: oneOf(SIGNAL_SEVERITIES, search['severity']),
    silenced: oneOf(['yes', 'no'], search['silenced']),
    since: oneOf(keys(SINCE), search['since']),
    q: search['q'] ?? '',
    group: oneOf(keys(GROUPS), search['group']) ?? 'none',
  }
  return [asked, set]
}

const PAGE = 200
const HOUR_MS = 3_600_000

export function useAlerts(search: AlertSearch) {
  const org = useOrg()
  const { status, service, severity, silenced, since, q } = search
  return useInfiniteQuery({
    queryKey: [org, 'alerts', 'list', status, service, severity, silenced, since, q],
    queryFn: ({ pageParam }) =>
      apiOf(org).alerts.list({
        limit: PAGE,
        ...(status !== 'all' && { status }),
        ...(service !== null && { service }),
        ...(severity !== null && { severity }),
        ...(silenced !== null && { silenced: silenced === 'yes' }),
        ...(since !== null && { from: new Date(Date.now() - HOURS[since] * HOUR_MS).toISOString() }),
        ...(q.trim() !== '' && { q: q.trim().slice(0, 200) }),
        ...(pageParam !== null && { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
}
