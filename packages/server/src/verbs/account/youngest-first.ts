// Lists from the youngest on: many rows can carry the same time, so the place on the list is the time and the id.
import type { Instant } from '@muster/core/vocabulary.ts'

export type Asked = { limit: number; cursor?: string | undefined }

export function placeOf(cursor: string | undefined): [Instant, string] {
  const [at = '', id = ''] = cursor?.split('.') ?? []
  return cursor === undefined ? [Number.MAX_SAFE_INTEGER, ''] : [Number(at), id]
}

/** `rows` are one more than asked for, where there are more. */
export function pageOf<Row extends { id: string }, View>(
  rows: readonly Row[],
  { limit, at }: { limit: number; at: (row: Row) => Instant },
  view: (row: Row) => View,
): { items: View[]; next: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(view), next: rows.length > limit && last !== undefined ? `${at(last)}.${last.id}` : null }
}
