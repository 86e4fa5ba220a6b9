// The lines a transaction wrote on the logs, beside those it had to write.
import type { Commit } from '../record.ts'
import { promise, same, told } from './broken.ts'
import type { Expected } from './climb.ts'

/** Lines only the engine writes for readers; the rules know nothing of them. */
const asides = /^(alert|delivery)\./

export function readLines(commit: Commit, out: Expected): void {
  const written = commit.lines.filter((line) => !asides.test(line.type))
  promise(
    written.every((line) => line.at === commit.at),
    'what is written says when it happened',
    commit,
    () => told(written),
  )
  const inOrder = (lines: readonly { incidentId: string; type: string; body: unknown }[]) =>
    lines
      .map(({ incidentId, type, body }) => ({ incidentId, type, body }))
      .toSorted((a, b) => (a.incidentId < b.incidentId ? -1 : a.incidentId > b.incidentId ? 1 : 0))
  const [is, must] = [inOrder(written), inOrder(out.lines)]
  for (let index = 0; index < Math.max(is.length, must.length); index += 1) {
    promise(
      same(is[index], must[index]),
      'the log says what happened, no more and no less',
      commit,
      () => `after ${told(commit.cause)} the log says ${told(is[index])}, and must say ${told(must[index])}`,
    )
  }
}
