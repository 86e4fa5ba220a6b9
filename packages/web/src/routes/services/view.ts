// Services as these screens read them, and the readings they share.
import { useQuery } from '@tanstack/react-query'
import type { Api } from '../../api/client.ts'
import { reading, useOrg } from '../../api/use-api.ts'

type Listed = Awaited<ReturnType<Api['services']['list']>>
export type ServiceRow = Listed['items'][number]
export type ServiceView = Awaited<ReturnType<Api['services']['show']>>

const PAGE = 1000

/** All of them: the graph needs every edge. Their health changes with incidents, silences and the configuration, as alerts do. */
export function useServices() {
  const org = useOrg()
  return useQuery(
    reading(org, ['alerts', 'services'], async (api) => {
      const services: ServiceRow[] = []
      let cursor: string | null = null
      do {
        const page: Listed = await api.services.list({ limit: PAGE, ...(cursor !== null && { cursor }) })
        services.push(...page.items)
        cursor = page.next
      } while (cursor !== null)
      return services
    }),
  )
}

export function useService(slug: string) {
  const org = useOrg()
  return useQuery(reading(org, ['alerts', 'service', slug], (api) => api.services.show({ service: slug })))
}
