// What is said on the log, each press by itself: one that fails is neither hidden by the next nor lost with its screen.
import { useMutationState, useQueryClient } from '@tanstack/react-query'
import type { Api } from '../../api/client.ts'
import { useDoing, useOrg } from '../../api/use-api.ts'
import type { IncidentView } from './view.ts'

export type Said = Omit<Parameters<Api['incidents']['say']>[0], 'id' | 'as'>

/** `sent` hears of each that is on the log. */
export function useSaying({ id }: IncidentView, sent: (text: string) => void) {
  const org = useOrg()
  const presses = useQueryClient().getMutationCache()
  const mutationKey = [org, 'say', id]
  const { mutate } = useDoing(
    async (api, said: Said) => {
      await api.incidents.say({ id, ...said })
      sent(said.text)
    },
    ['incidents'],
    mutationKey,
  )
  const underWay = useMutationState({
    filters: { mutationKey, status: 'pending' },
    select: ({ state }) => (state.variables as Said).text,
  })
  const failed = useMutationState({
    filters: { mutationKey, status: 'error' },
    select: ({ mutationId, state }) => ({ key: mutationId, said: state.variables as Said, error: state.error }),
  })
  const leave = ({ text }: Said) => {
    for (const press of presses.findAll({ mutationKey, status: 'error' }))
      if ((press.state.variables as Said).text === text) presses.remove(press)
  }
  const say = (said: Said) => {
    leave(said)
    mutate(said)
  }
  return { say, leave, failed, isUnderWay: (text: string) => underWay.includes(text) }
}
