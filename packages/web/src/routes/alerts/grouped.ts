// The list as it is drawn: alerts, and where they are grouped a heading before each group.
import type { AlertRow, Group } from './search.ts'

export type Line =
  | { kind: 'group'; key: string; title: string; count: number; open: number; to: { service: string } | { incident: number } | null }
  | { kind: 'alert'; alert: AlertRow }

/** Groups stand in the order of their youngest alert. */
export function linesOf(alerts: readonly AlertRow[], group: Group): Line[] {
  if (group === 'none') return alerts.map((alert) => ({ kind: 'alert', alert }))
  const groups = Map.groupBy(alerts, (alert) => (group === 'service' ? alert.service.slug : String(alert.incident)))
  return [...groups].flatMap(([key, members]): Line[] => [
    { kind: 'group', key, ...headOf(members, group) },
    ...members.map((alert): Line => ({ kind: 'alert', alert })),
  ])
}

function headOf(members: readonly AlertRow[], group: 'service' | 'incident') {
  const [first] = members
  const count = members.length
  const open = members.filter(({ status }) => status === 'open').length
  if (group === 'service') return { title: first?.service.name ?? '', count, open, to: { service: first?.service.slug ?? '' } }
  const incident = first?.incident ?? null
  return incident === null
    ? { title: 'In no incident', count, open, to: null }
    : { title: `Incident #${incident}`, count, open, to: { incident } }
}
