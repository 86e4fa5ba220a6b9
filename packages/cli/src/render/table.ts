// A table that fits the terminal it is printed on: columns narrow first, then rows become small cards. Nothing is cut off.
import { paint, type Tint } from './paint.ts'
import { pad, widthOf, wrap } from './width.ts'

/** A flexible column may become narrower; a number says how narrow at most. */
export type Column = { title: string; flexible?: boolean | number }
export type Cell = string | { text: string; tint: Tint }
export type Table = { columns: readonly Column[]; rows: readonly (readonly Cell[])[] }
export type Terminal = { columns: number; colour: boolean }

const GAP = 2
/** Narrower than this a sentence cannot be read in a column. */
const NARROWEST = 18

const textOf = (cell: Cell | undefined): string => (cell === undefined ? '' : typeof cell === 'string' ? cell : cell.text)
const tintOf = (cell: Cell | undefined): Tint | null => (cell === undefined || typeof cell === 'string' ? null : cell.tint)

/** Lines, each ended; no lines at all when there are no rows. */
export function table(content: Table, terminal: Terminal): string {
  if (content.rows.length === 0) return ''
  const widths = fit(content, terminal.columns)
  return widths === null ? cards(content, terminal) : grid(content, widths, terminal)
}

/** Widths that fit, or null when no table would. */
function fit({ columns, rows }: Table, available: number): number[] | null {
  const natural = columns.map((column, index) => Math.max(widthOf(column.title), ...rows.map((row) => widthOf(textOf(row[index])))))
  const least = columns.map(({ flexible }, index) =>
    Math.min(natural[index] ?? 0, typeof flexible === 'number' ? flexible : flexible === true ? NARROWEST : Number.POSITIVE_INFINITY),
  )
  const total = (all: readonly number[]) => all.reduce((sum, one) => sum + one, GAP * (columns.length - 1))
  if (total(natural) <= available) return natural
  if (total(least) > available) return null
  // Every flexible column gets a cell in turn, so that short ones reach their full width first.
  const widths = [...least]
  for (let spare = available - total(least); spare > 0;) {
    const growing = widths.flatMap((width, index) => (width < (natural[index] ?? 0) ? [index] : []))
    for (const index of growing.slice(0, spare)) widths[index] = (widths[index] ?? 0) + 1
    spare -= growing.length
  }
  return widths
}

function grid({ columns, rows }: Table, widths: readonly number[], { colour }: Terminal): string {
  const head = columns.map((column): Cell => ({ text: column.title, tint: 'grey' }))
  return [head, ...rows].flatMap((row) => gridLines(row, widths, colour)).join('')
}

function gridLines(row: readonly Cell[], widths: readonly number[], colour: boolean): string[] {
  const cells = widths.map((width, index) => wrap(textOf(row[index]), width))
  const height = Math.max(...cells.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) => {
    const last = cells.findLastIndex((lines) => (lines[line] ?? '') !== '')
    const parts = cells.slice(0, last + 1).map((lines, index) => {
      const text = lines[line] ?? ''
      return paint(text, tintOf(row[index]), colour) + (index === last ? '' : pad('', (widths[index] ?? 0) - widthOf(text)))
    })
    return `${parts.join(' '.repeat(GAP))}\n`
  })
}

function cards({ columns, rows }: Table, terminal: Terminal): string {
  const label = Math.max(...columns.map((column) => widthOf(column.title)))
  const width = Math.max(8, terminal.columns - label - GAP)
  const card = (row: readonly Cell[]) =>
    columns.flatMap((column, index) => {
      if (textOf(row[index]) === '') return []
      const title = paint(column.title, 'grey', terminal.colour) + pad('', label - widthOf(column.title))
      return wrap(textOf(row[index]), width).map(
        (text, line) => `${line === 0 ? title : pad('', label)}${' '.repeat(GAP)}${paint(text, tintOf(row[index]), terminal.colour)}\n`,
      )
    })
  return rows.map((row) => card(row).join('')).join('\n')
}

/** Free text under the same width. */
export function paragraph(text: string, { columns }: Terminal, indent = ''): string {
  return wrap(text, Math.max(20, columns - indent.length))
    .map((line) => `${indent}${line}\n`)
    .join('')
}
