// What was found out about one incident, kept fresh by the live stream.
import { useQuery } from '@tanstack/react-query'
import type { Api } from '../../../api/client.ts'
import { reading, useOrg } from '../../../api/use-api.ts'
import type { IncidentView } from '../view.ts'

export type Known = Awaited<ReturnType<Api['incidents']['known']>>
export type Hypothesis = Known['hypotheses'][number]
export type Conflict = Known['conflicts'][number]
export type Word = Known['findings'][number]

export function useKnown({ id, number }: IncidentView) {
  const org = useOrg()
  return useQuery(reading(org, ['incidents', String(number), 'known'], (api) => api.incidents.known({ id })))
}
