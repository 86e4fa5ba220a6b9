// How the communication of one incident stands, kept fresh by the live stream; ages grow without an entry on the log.
import { useQuery } from '@tanstack/react-query'
import type { Api } from '../../../api/client.ts'
import { reading, useDoing, useOrg } from '../../../api/use-api.ts'
import type { IncidentView } from '../view.ts'

type Communication = Awaited<ReturnType<Api['incidents']['communication']>>
export type Question = Communication['queue'][number]

const AGAIN_MS = 60_000

export function useCommunication({ id, number, status }: IncidentView) {
  const org = useOrg()
  return useQuery({
    ...reading(org, ['incidents', String(number), 'communication'], (api) => api.incidents.communication({ id })),
    refetchInterval: status === 'resolved' ? false : AGAIN_MS,
  })
}

/** What waits for an answer of this audience; nothing for whoever has not the queue. */
export function useQuestions(incident: IncidentView, audience: string): readonly Question[] {
  const { data } = useCommunication(incident)
  return data?.isAnswering === true ? data.queue.filter((one) => one.audience === audience) : []
}

export function useAsk({ id }: IncidentView) {
  return useDoing((api, question: { audience: string; text: string }) => api.incidents.ask({ id, ...question }), ['incidents'])
}
