// What a figure is: something measured beside what it must reach. It is printed, never asserted: another machine has other numbers.

export type Row = { figure: string; measured: string; mustReach: string; ok: boolean | null; numbers: Record<string, number> }

export type Options = {
  /** Length of a run under load. */
  seconds: number
  /** Paired runs where two servers are compared. */
  runs: number
  /** Share of the full history that is loaded. */
  historyScale: number
  say: (line: string) => void
}

export type Figure = { name: string; about: string; run: (options: Options) => Promise<Row[]> }

export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ figure, measured, mustReach, ok }) => [figure, measured, mustReach, ok === null ? '' : ok ? 'yes' : 'NO'])
  const all = [['figure', 'measured', 'must reach', 'ok'], ...cells]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(all[0] ?? []), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...cells.map(line)].join('\n')
}
