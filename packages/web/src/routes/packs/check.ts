// Asking the server about a draft while it is written: whether it means what it says, and what it would change.
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Api } from '../../api/client.ts'
import { reading, useOrg } from '../../api/use-api.ts'

export type Preview = Awaited<ReturnType<Api['packs']['preview']>>
export type Checked = Awaited<ReturnType<Api['packs']['check']>>

const SETTLE_MS = 400

export function useCheck(text: string) {
  const org = useOrg()
  const [document] = useDebouncedValue(text, SETTLE_MS)
  const query = useQuery({
    ...reading(org, ['config', 'pack-check', document], (api) => api.packs.check({ document })),
    placeholderData: keepPreviousData,
    retry: false,
  })
  return { query, isCurrent: document === text && !query.isPlaceholderData }
}

export function usePreview(document: string, incident: string) {
  const org = useOrg()
  return useQuery({
    ...reading(org, ['config', 'pack-preview', document, incident], (api) =>
      api.packs.preview({ document, ...(incident !== '' && { incident }) }),
    ),
    placeholderData: keepPreviousData,
    retry: false,
  })
}
