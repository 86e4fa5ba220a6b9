// What the board is read from, and the few things done on it.
import { useQuery } from '@tanstack/react-query'
import type { Api } from '../../api/client.ts'
import { reading, useDoing, useOrg } from '../../api/use-api.ts'

export type BoardView = Awaited<ReturnType<Api['board']['show']>>
export type Row = BoardView['rows'][number]
export type Conflict = BoardView['conflicts'][number]
export type Question = NonNullable<BoardView['question']>

type Entry = Parameters<Api['incidents']['record']>[0]['entry']

/** Deadlines pass and phases begin without an entry on any log. */
const AGAIN_MS = 60_000

/** `from`: so many of the gravest are left out. */
export function useBoard(from: number) {
  const org = useOrg()
  return useQuery({ ...reading(org, ['incidents', 'board', from], (api) => api.board.show({ from })), refetchInterval: AGAIN_MS })
}

/** Puts something on the log of one of the incidents. */
export function useRecordOn() {
  return useDoing(
    (api, { number, entry }: { number: number; entry: Entry }) => api.incidents.record({ id: String(number), entry }),
    ['incidents'],
  )
}

/** By numbers, the first first. */
export function useDecideOrder() {
  return useDoing(
    (api, { order, why }: { order: readonly number[]; why: string }) => {
      const [first = '', ...others] = order.map(String)
      return api.board.order({ id: first, others, why })
    },
    ['incidents'],
  )
}
