// The log as it grows: read once, then only what came after.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { apiOf } from '../../api/client.ts'
import { useOrg } from '../../api/use-api.ts'
import type { IncidentView, LogView } from './view.ts'

const PAGE = 1000

type Log = { entries: LogView[] | null; query: { data: unknown; error: unknown; dataUpdatedAt: number; refetch: () => unknown } }

/** Newest first. */
export function useLog({ id, number }: IncidentView): Log {
  const org = useOrg()
  const queries = useQueryClient()
  const queryKey = [org, 'incidents', String(number), 'log']
  const query = useQuery({
    queryKey,
    queryFn: async () => {
      const entries = [...(queries.getQueryData<LogView[]>(queryKey) ?? [])]
      for (;;) {
        const page = await apiOf(org).incidents.log({ id, after: entries.at(-1)?.seq ?? 0, limit: PAGE })
        entries.push(...page.items)
        if (page.next === null) return entries
      }
    },
    // Entries are never changed: nothing is compared that was here before.
    structuralSharing: false,
  })
  const entries = useMemo(() => query.data?.toReversed() ?? null, [query.data])
  return { entries, query }
}
