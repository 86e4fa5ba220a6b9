// The process all browsers live in: opens their screens, says when all are there, and tells at the end what each saw when.
import { performance } from 'node:perf_hooks'
import type { Job, Seen } from './job.ts'
import { openScreen, type Screen } from './screen.ts'

/** Browsers that come at once, as after a link in a chat; the rest wait for these. */
const AT_ONCE = 10
/** One whose stream is refused never gets ready. */
const PATIENCE_MS = 30_000

process.on('disconnect', () => process.exit())
process.once('message', (job: Job) => {
  const tooLong = setTimeout(() => process.exit(1), PATIENCE_MS)
  void open(job).then((screens) => {
    clearTimeout(tooLong)
    const before = performance.eventLoopUtilization()
    process.once('message', () => {
      const busy = performance.eventLoopUtilization(before).utilization
      process.send?.(tell(screens, busy), () => process.exit())
    })
    process.send?.('ready')
  })
})

async function open({ viewers, ...place }: Job): Promise<Screen[]> {
  const screens: Screen[] = []
  while (screens.length < viewers.length) {
    const fresh = viewers.slice(screens.length, screens.length + AT_ONCE).map((viewer) => openScreen(viewer, place))
    await Promise.all(fresh.map(({ ready }) => ready))
    screens.push(...fresh)
  }
  return screens
}

function tell(screens: readonly Screen[], busy: number): Seen {
  const failed: Record<string, number> = {}
  for (const screen of screens) for (const [why, times] of Object.entries(screen.failed)) failed[why] = (failed[why] ?? 0) + times
  return { screens: screens.map(({ held, whole }) => ({ held: [...held], whole: [...whole] })), failed, busy }
}
