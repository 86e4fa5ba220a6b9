// What hangs on one person or one thing, as screens ask for it.
import { useQuery } from '@tanstack/react-query'
import type { Api } from '../api/client.ts'
import { reading, useOrg } from '../api/use-api.ts'

export type Risk = Awaited<ReturnType<Api['services']['risks']>>['items'][number]

export function useRisks() {
  const org = useOrg()
  return useQuery(reading(org, ['config', 'risks'], (api) => api.services.risks()))
}
