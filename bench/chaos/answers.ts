// A person answers: by the link in the page or over the API, pressing again until the server has said that it is done.
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Muster } from '../../e2e/muster.ts'

export type Answers = {
  /** Both give the moment the answer was known to be committed, or null when they were told to give up. */
  byLink: (url: string) => Promise<number | null>
  overApi: (service: string) => Promise<number | null>
  faults: string[]
}

type Said = 'done' | 'again' | { fault: string }

export function createAnswers(api: () => Muster['api'], giveUp: AbortSignal): Answers {
  const faults: string[] = []
  const untilDone = async (say: () => Promise<Said>): Promise<number | null> => {
    while (!giveUp.aborted) {
      // What is killed in the middle of its words has said nothing.
      const said = await say().catch((): Said => 'again')
      if (said === 'done') return performance.now()
      if (said !== 'again') {
        faults.push(said.fault)
        return null
      }
      await sleep(150)
    }
    return null
  }
  return {
    faults,
    byLink: (url) => untilDone(() => press(url)),
    overApi: (service) => untilDone(() => acknowledge(api(), service)),
  }
}

async function press(url: string): Promise<Said> {
  const body = new URLSearchParams({ action: 'acknowledge' })
  const response = await fetch(url, { method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(10_000) })
  await response.arrayBuffer()
  const said = /said=([a-z-]+)/.exec(response.headers.get('location') ?? '')?.[1]
  if (said === 'acknowledge' || said === 'already-acknowledged') return 'done'
  return response.status >= 500 ? 'again' : { fault: `pressing the link of a page answered ${response.status} ${said ?? ''}` }
}

const listed = z.object({ items: z.array(z.object({ id: z.string() })) })
const refused = z.object({ data: z.object({ reason: z.string() }) })

async function acknowledge(api: Muster['api'], service: string): Promise<Said> {
  const list = await api('GET', `/api/v1/incidents?status=open&service=${service}`)
  if (list.status !== 200) return list.status >= 500 ? 'again' : { fault: `listing incidents answered ${list.status}` }
  const [incident] = listed.parse(list.body).items
  // Accepted, and not yet decided.
  if (incident === undefined) return 'again'
  const { status, body } = await api('POST', `/api/v1/incidents/${incident.id}/acknowledge`, { as: 'ana' })
  if (status === 200 || refused.safeParse(body).data?.data.reason === 'already-acknowledged') return 'done'
  return status >= 500 ? 'again' : { fault: `acknowledging answered ${status} ${JSON.stringify(body)}` }
}
