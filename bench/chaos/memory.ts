// What everybody outside the server remembers when the rounds are over: the only witness against it.
import type { Outages } from './outages.ts'
import type { Call } from './provider.ts'
import type { Remembered } from './storm.ts'
import type { Trouble } from './troubles.ts'

export type Memory = {
  storm: readonly Remembered[]
  troubles: readonly Trouble[]
  calls: readonly Call[]
  outages: Outages
}

/** A promise that was broken, and what happened around it. */
export type Violation = { what: string; story: string[] }

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`

/** Everything remembered about one trouble, in order. */
export function storyOf(trouble: Trouble, { calls, outages }: Memory): string[] {
  const { id, service, life, triggered, endingAt, answeredAt, cleared } = trouble
  const start = triggered?.firstAt ?? 0
  const told: [number | null | undefined, string][] = [
    [triggered?.firstAt, `${id} on ${service} (${life}) is sent`],
    [triggered?.acceptedAt, `accepted, try ${triggered?.tries}`],
    [endingAt, 'somebody begins to end it'],
    [answeredAt, 'the answer is known to be committed'],
    [cleared?.firstAt, 'its monitor says that it is over'],
    [cleared?.acceptedAt, `and that is accepted, try ${cleared?.tries}`],
    ...calls.filter((call) => call.trouble === id).map(toldCall),
  ]
  const moments = told.filter((one): one is [number, string] => typeof one[0] === 'number')
  const end = Math.max(...moments.map(([at]) => at))
  const felt = outages.all.filter((outage) => outage.until >= start && outage.from <= end)
  const kills = felt.flatMap(({ kills: all, until }): [number, string][] => [
    ...all.map(({ at, kind }): [number, string] => [at, `kill -9: ${kind}`]),
    [until, 'something is accepted again'],
  ])
  return [...moments, ...kills].toSorted(([a], [b]) => a - b).map(([at, what]) => `${seconds(at - start).padStart(12)}  ${what}`)
}

function toldCall({ at, person, kind, key, attempt, acceptedAt }: Call): [number, string] {
  return [
    at,
    `the provider is called: ${kind} for ${person}, attempt ${attempt}, ${acceptedAt === null ? 'cut off' : 'accepted'}, key ${key}`,
  ]
}
