// What the protocol says of one incident, kept fresh by the live stream; and the one way to put something on its log.
import { useQuery } from '@tanstack/react-query'
import type { Api } from '../../../api/client.ts'
import { useMembership, useRoleReason } from '../../../api/session.ts'
import { reading, useDoing, useOrg } from '../../../api/use-api.ts'
import type { IncidentView } from '../view.ts'

export type Protocol = Awaited<ReturnType<Api['incidents']['protocol']>>
export type Obligation = Protocol['owed'][number]
export type Ending = Obligation['done'][number]
export type Role = Protocol['roles'][number]
export type Audience = Protocol['audiences'][number]
export type Deviation = Protocol['deviations'][number]
export type Entry = Parameters<Api['incidents']['record']>[0]['entry']
export type EntryType = Entry['type']

/** Phases begin and reminders fall due without an entry on the log. */
const AGAIN_MS = 60_000

export function useProtocol({ id, number, status }: IncidentView) {
  const org = useOrg()
  return useQuery({
    ...reading(org, ['incidents', String(number), 'protocol'], (api) => api.incidents.protocol({ id })),
    refetchInterval: status === 'resolved' ? false : AGAIN_MS,
  })
}

export function useRecord({ id }: IncidentView) {
  return useDoing((api, entry: Entry) => api.incidents.record({ id, entry }), ['incidents'])
}

/** Whoever has a role as this screen shows it, sent along: what is pressed on an old screen takes it from nobody else. */
export const seenWith = (who: Role['who']): { from?: string | null } =>
  who === null ? { from: null } : who.slug === null ? {} : { from: who.slug }

/** Null, or why this account puts nothing on the log. */
export const useWhyNot = (): string | null => useRoleReason('responder')

/** Null, or why this account cannot itself wear a hat. */
export function useWhyNotMe(): string | null {
  const reason = useWhyNot()
  const membership = useMembership()
  if (reason !== null) return reason
  return membership?.person ? null : 'This account is none of the organisation’s people: choose somebody.'
}
