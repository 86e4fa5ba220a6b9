// Who a policy would wake from a moment on if nobody answered: asked of the same rules that pages ask.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { reading, useOrg } from '../api/use-api.ts'
import type { PolicyDocument } from './config.ts'

export type Woken = { slug: string; name: string }
export type WouldWake = {
  rungs: readonly { pass: number; rung: number; at: number; people: readonly Woken[] }[]
  catchAll: { at: number; people: readonly Woken[] }
}

/** `at` null: now; the answer is kept for half a minute. */
export function useWouldWake(policy: PolicyDocument, at: number | null) {
  return useQuery({
    ...reading(useOrg(), ['config', 'would-wake', policy, at], async (api): Promise<WouldWake> => {
      const answer = await api.policies.preview({ policy, at: new Date(at ?? Date.now()).toISOString() })
      return {
        rungs: answer.rungs.map(({ pass, rung, at: when, people }) => ({ pass, rung, at: Date.parse(when), people })),
        catchAll: { at: Date.parse(answer.catchAll.at), people: answer.catchAll.people },
      }
    }),
    placeholderData: keepPreviousData,
  })
}
