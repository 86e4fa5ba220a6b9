// An open-loop burst: every alert has its moment, whatever became of those before it, and none may be lost.
import { setTimeout as sleep } from 'node:timers/promises'
import { count } from '../database.ts'
import type { Figure } from '../figure.ts'
import { runLoad, startReceiver } from '../load/job.ts'
import { ingestPath, names, organisation, startMeasured } from '../muster.ts'
import { perSecond, seconds } from '../stats.ts'

const TOTAL = 100_000
const CONNECTIONS = 2_000
const PER_SECOND = 10_000
const SERVICES = names('service', 8)

export const burst: Figure = {
  name: 'burst',
  about: `${TOTAL} alerts at ${perSecond(PER_SECOND)} over ${CONNECTIONS} connections`,
  run: async () => {
    const receiver = await startReceiver()
    const { port, db, stop } = await startMeasured(organisation(receiver.url, SERVICES))
    try {
      const paths = SERVICES.map(ingestPath)
      const told = await runLoad({ type: 'open', total: TOTAL, perSecond: PER_SECOND, connections: CONNECTIONS, run: 'burst', port, paths })
      const endedAt = performance.now()
      while ((await count(db, '(select 1 from inbox limit 1) i')) > 0 && performance.now() - endedAt < 120_000) await sleep(50)
      const decidedMs = performance.now() - endedAt
      const stored = await count(db, 'alerts')
      const again = Object.entries(told.again).map(([why, times]) => `${times} × ${why}`)
      return [
        {
          figure: `burst of ${TOTAL.toLocaleString('en')} over ${CONNECTIONS.toLocaleString('en')} connections`,
          measured: `${TOTAL - stored} lost, all accepted in ${seconds(told.tookMs)} (sent again: ${again.join(', ') || 'none'}), decided ${seconds(decidedMs)} later`,
          mustReach: 'none lost',
          ok: stored === TOTAL && told.accepted === TOTAL,
          numbers: { stored, accepted: told.accepted, tookMs: told.tookMs, decidedMs, p50: told.p50, p99: told.p99 },
        },
      ]
    } finally {
      await stop()
      receiver.stop()
    }
  },
}
