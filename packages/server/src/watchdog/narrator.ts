// Tells a person at the terminal what changes, and reminds them of what stays wrong without a line for every look.
import { MINUTE, type Instant, type Millis } from '@muster/core/vocabulary.ts'
import type { Look, Watch } from '@muster/core/watch/watch.ts'
import type { Say } from '../log.ts'

export type Narrator = {
  once: Say
  /** Said when it begins or changes, and again every five minutes. */
  lasting: (topic: string, line: string, now: Instant) => void
  over: (topic: string) => void
}

const AGAIN_MS = 5 * MINUTE

export function createNarrator(say: Say): Narrator {
  const saidAt = new Map<string, { line: string; at: Instant }>()
  return {
    once: say,
    lasting: (topic, line, now) => {
      const last = saidAt.get(topic)
      if (last !== undefined && last.line === line && now - last.at < AGAIN_MS) return
      saidAt.set(topic, { line, at: now })
      say(line)
    },
    over: (topic) => void saidAt.delete(topic),
  }
}

const said = { silent: 'No node answers', database: 'The database does not answer', late: 'The engine does not keep up' } as const

export function tellLook(
  narrator: Narrator,
  { before, next, graceMs }: { before: Watch; next: Look; graceMs: Millis },
  now: Instant,
): void {
  const { watch, act } = next
  if (before.state === 'well' && watch.state === 'in-doubt')
    narrator.once(`${said[watch.outage.trouble]}. People are woken in ${graceMs / 1000} s unless that ends.`)
  if (before.state === 'in-doubt' && watch.state === 'well') narrator.once('It is well again; nobody was woken.')
  if (watch.state === 'down')
    narrator.lasting('down', `${said[watch.outage.trouble]} since ${new Date(watch.outage.startedAt).toISOString()}.`, now)
  if (act !== 'tell-back') return
  for (const topic of ['down', 'nobody']) narrator.over(topic)
  narrator.once('Muster is back, and those who were woken are told.')
}
