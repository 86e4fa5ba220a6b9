// Who is signed in, and in which organisations.
import { queryOptions, useQuery } from '@tanstack/react-query'
import { apiOf } from './client.ts'
import { useOrg } from './use-api.ts'

export const meQuery = queryOptions({
  queryKey: ['', 'account', 'me'],
  queryFn: () => apiOf('').account.me({}),
  staleTime: 60_000,
  retry: false,
})

export type Me = Awaited<ReturnType<typeof meQuery.queryFn & {}>>

/** What the signed-in person is in the organisation of this address; undefined until it is known. */
export function useMembership() {
  const org = useOrg()
  const { data } = useQuery(meQuery)
  return data?.organisations.find((one) => one.slug === org)
}

const RANKS = ['stakeholder', 'responder', 'lead', 'administrator'] as const

/** Null when the role suffices, else the sentence a greyed-out button says. */
export function useRoleReason(needed: (typeof RANKS)[number]): string | null {
  const membership = useMembership()
  if (membership === undefined) return 'Your role is not known yet.'
  if (RANKS.indexOf(membership.role) >= RANKS.indexOf(needed)) return null
  return `Only ${needed === 'administrator' ? 'an administrator' : `a ${needed}`} may do this; you are a ${membership.role}.`
}

/** The way through sign-in and back. */
export function signInFrom({ pathname, search }: Pick<Location, 'pathname' | 'search'>): string {
  return `/sign-in?to=${encodeURIComponent(pathname + search)}`
}
