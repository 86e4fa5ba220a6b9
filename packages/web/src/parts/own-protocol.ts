// The protocol that incidents opened now go by.
import { useQuery } from '@tanstack/react-query'
import { reading, useOrg } from '../api/use-api.ts'

export function useOwnProtocol() {
  const org = useOrg()
  return useQuery(
    reading(org, ['config', 'own-protocol'], async (api) => {
      const { items, chosen } = await api.config.protocols()
      const own = items.find(({ name }) => name === chosen)
      if (own === undefined) throw new Error(`This server has no protocol "${chosen}"`)
      return own
    }),
  )
}
