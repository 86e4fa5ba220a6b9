// Lists that come in pages: read one after the other, shown as one.
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { apiOf, type Api } from '../../api/client.ts'
import { useOrg } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { Shown } from '../../ui/states.tsx'

type Page<T> = { items: T[]; next: string | null }
type Read<T> = (api: Api, paged: { limit: number; cursor?: string }) => Promise<Page<T>>

export function usePages<T>(what: readonly string[], read: Read<T>) {
  const org = useOrg()
  return useInfiniteQuery({
    queryKey: [org, 'account', ...what],
    queryFn: ({ pageParam }) => read(apiOf(org), { limit: 50, ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
}

export function Paged<T>({ query, children }: { query: ReturnType<typeof usePages<T>>; children: (items: T[]) => ReactNode }) {
  return (
    <Shown query={query} rows={4}>
      {({ pages }) => (
        <>
          {children(pages.flatMap(({ items }) => items))}
          {query.hasNextPage && (
            <p>
              <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
                Show more
              </Button>
            </p>
          )}
        </>
      )}
    </Shown>
  )
}
