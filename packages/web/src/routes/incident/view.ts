// What the server answers about one incident.
import type { Api } from '../../api/client.ts'

export type IncidentView = Awaited<ReturnType<Api['incidents']['show']>>
export type LogView = Awaited<ReturnType<Api['incidents']['log']>>['items'][number]
export type LadderPage = IncidentView['pages'][number]
export type Rung = LadderPage['ladder'][number]

/** What was on screen when it was pressed: a second press before the answer is seen wakes nobody. */
export function stepOf({ pages }: IncidentView): { step?: number } {
  const ladder = pages.find((page) => page.role === 'ladder' && page.state !== 'ended')
  return ladder === undefined ? {} : { step: ladder.step }
}
