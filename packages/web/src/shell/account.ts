// Who is signed in can change beside this tab: somebody else signs in in another one, or the session ends.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { failureOf } from '../api/failure.ts'
import { meQuery } from '../api/session.ts'

/** Tabs hear of a change through it, however somebody signed in. Holds an id, or '' while nobody is. */
const NOTE = 'muster-account'

/** `shut`: nothing may be shown, the way leads through sign-in. `ended`, `left`: what is on screen stays, and may be old. */
export type Account = 'in' | 'shut' | 'ended' | 'left'

export function useAccount(org: string): Account {
  const queries = useQueryClient()
  const router = useRouter()
  const { data, error } = useQuery({ ...meQuery, refetchOnWindowFocus: 'always' })
  const isOut = error !== null && failureOf(error).kind === 'signed-out'
  const isShut = isOut && data === undefined
  useEffect(() => {
    const ask = ({ key }: StorageEvent) => key === NOTE && void queries.invalidateQueries({ queryKey: meQuery.queryKey })
    addEventListener('storage', ask)
    return () => removeEventListener('storage', ask)
  }, [queries])
  useEffect(() => {
    if (isShut) void router.navigate({ to: '/sign-in', search: { to: router.latestLocation.href }, replace: true })
  }, [isShut, router])
  const id = data?.account.id
  const first = useRef(id)
  useEffect(() => {
    if (id === undefined) return
    localStorage.setItem(NOTE, id)
    // All that this tab shows and offers was read as somebody else, and would be done under this name.
    if (first.current !== undefined && first.current !== id) location.reload()
    first.current = id
  }, [id])
  if (isShut) return 'shut'
  if (isOut) return 'ended'
  return data === undefined || data.organisations.some(({ slug }) => slug === org) ? 'in' : 'left'
}

/** Says so to the other tabs. */
export function noteSignedOut(): void {
  localStorage.setItem(NOTE, '')
}
