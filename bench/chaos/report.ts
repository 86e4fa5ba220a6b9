// What a run of chaos says in the end: for people a table and the stories of what went wrong, for machines JSON.
import { seconds, type Violation } from './memory.ts'
import type { KillKind } from './outages.ts'

export type Report = {
  seed: number
  rounds: number
  kills: Record<KillKind, number>
  signalsAccepted: number
  turnedAway: number
  cutOff: number
  incidents: number
  rungsCalled: number
  calls: number
  duplicates: number
  logEntries: number
  worstPageMs: number
  worstPageBeyondOutagesMs: number
  worstRecoveryMs: Record<KillKind, number>
  failedStarts: string[]
  tookMs: number
  violations: Violation[]
}

const STORIES = 10

export function told(report: Report): string {
  const { kills, violations } = report
  const rows: [string, string | number][] = [
    ['seed', report.seed],
    ['rounds', report.rounds],
    ['kill -9 of server, database, both', `${kills.server}, ${kills.database}, ${kills.both}`],
    ['signals accepted', report.signalsAccepted],
    ['tries turned away with 503', report.turnedAway],
    ['tries cut off', report.cutOff],
    ['incidents that paged', report.incidents],
    ['rungs called', report.rungsCalled],
    ['provider calls', report.calls],
    ['duplicates, same key', report.duplicates],
    ['log entries verified', report.logEntries],
    ['worst page delay', seconds(report.worstPageMs)],
    ['worst page delay, outages not counted', seconds(report.worstPageBeyondOutagesMs)],
    ['worst recovery of server, database, both', Object.values(report.worstRecoveryMs).map(seconds).join(', ')],
    ['starts that failed and were tried again', report.failedStarts.length],
    ['took', seconds(report.tookMs)],
    ['violations', violations.length],
  ]
  const table = rows.map(([name, value]) => `  ${name.padEnd(40)} ${value}`)
  const stories = violations.slice(0, STORIES).flatMap(({ what, story }) => ['', `VIOLATION  ${what}`, ...story])
  const more = violations.length > STORIES ? ['', ...violations.slice(STORIES).map(({ what }) => `VIOLATION  ${what}`)] : []
  return [...table, ...stories, ...more].join('\n')
}
