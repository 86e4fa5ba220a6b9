// What there is to choose from: one light reading shared by all lists of names.
import { useQuery } from '@tanstack/react-query'
import type { Api } from '../api/client.ts'
import { reading, useOrg } from '../api/use-api.ts'

export type Names = Awaited<ReturnType<Api['config']['names']>>

export function useNames({ enabled = true }: { enabled?: boolean } = {}) {
  const org = useOrg()
  return useQuery({ ...reading(org, ['config', 'names'], (api) => api.config.names()), enabled })
}

export const choicesOf = (named: readonly { slug: string; name: string }[] = []) =>
  named.map(({ slug, name }) => ({ value: slug, label: name }))
