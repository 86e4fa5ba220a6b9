// Reading and writing from a screen: the organisation comes from the address, answers are kept by what was asked.
import { queryOptions, useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { apiOf, type Api } from './client.ts'
import { failureOf, Refusal } from './failure.ts'

export function useOrg(): string {
  const { org } = useParams({ strict: false })
  return org ?? ''
}

export function useApi(): Api {
  return apiOf(useOrg())
}

/** The first words of a key name what it shows: a live event makes all keys stale that begin with its kind. */
export type Shown = 'incidents' | 'alerts' | 'config' | 'silences' | 'account'

export function reading<T>(org: string, [shown, ...what]: readonly [Shown, ...unknown[]], read: (api: Api) => Promise<T>) {
  return queryOptions({ queryKey: [org, shown, ...what] as QueryKey, queryFn: () => read(apiOf(org)) })
}

/**
 * Never optimistic: a screen says "acknowledged" when the server has, and not a moment before.
 * `known`: under this key each press can be found again, also after its screen is gone.
 */
export function useDoing<Input = void, Output = unknown>(
  act: (api: Api, input: Input) => Promise<Output>,
  changes: readonly Shown[],
  known?: QueryKey,
) {
  const org = useOrg()
  const queries = useQueryClient()
  return useMutation({
    // Offline it fails at once and says so: something that wakes people is not done an hour later.
    networkMode: 'always',
    ...(known !== undefined && { mutationKey: known, gcTime: Infinity }),
    mutationFn: (input: Input) => act(apiOf(org), input).catch(notKnown),
    onSettled: () => Promise.all(changes.map((shown) => queries.invalidateQueries({ queryKey: [org, shown] }))),
  })
}

/** A reading is asked again by itself; something that was to be done is not, and may have been done before the answer was lost. */
function notKnown(error: unknown): never {
  const failure = failureOf(error)
  if (failure.kind !== 'away') throw error
  throw new Refusal({
    ...failure,
    hint: 'Nobody knows yet whether that was done. It is not tried again by itself: look here once you are connected, and press again if it was not.',
  })
}
