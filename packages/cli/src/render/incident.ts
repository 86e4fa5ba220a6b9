// An incident in words: how bad, what, since when, who has been called, what comes next.
import type { IncidentDetail, IncidentView } from '@muster/contract/incidents.ts'
import type { Io } from '../io.ts'
import { paint } from './paint.ts'
import { severityMark } from './severity.ts'
import { paragraph, table, type Cell } from './table.ts'
import { duration, when } from './times.ts'

const SIDES = { related: 'related to', 'part-of': 'part of', 'has-part': 'has part', merged: 'merged into', absorbed: 'took in' } as const

const statusCell = (status: IncidentView['status']): Cell => (status === 'triggered' ? { text: status, tint: 'amber' } : status)

export function incidentTable(incidents: readonly IncidentView[], io: Io): string {
  const columns = [
    { title: 'Severity', flexible: 10 },
    { title: 'No' },
    { title: 'Title', flexible: true },
    { title: 'Service', flexible: 10 },
    { title: 'Status' },
    { title: 'Since', flexible: 9 },
  ] as const
  const rows = incidents.map((one) => [
    // What is over is at rest: its shape stays, its colour goes.
    one.status === 'resolved' ? severityMark(one.grade).text : severityMark(one.grade),
    `#${one.number}`,
    one.alertCount > 1 ? `${one.title} (${one.alertCount} alerts)` : one.title,
    one.service.slug,
    statusCell(one.status),
    when(one.openedAt, io),
  ])
  return table({ columns, rows }, io)
}

export function incidentText(incident: IncidentDetail, io: Io): string {
  const { text, tint } = severityMark(incident.grade)
  const mark = paint(text, incident.status === 'resolved' ? null : tint, io.colour)
  return `${mark}  #${incident.number}\n${paragraph(incident.title, io)}\n${facts(incident, io)}\n${pages(incident, io)}${paragraph(next(incident), io)}`
}

function facts(incident: IncidentDetail, io: Io): string {
  const rows: Cell[][] = [
    ['Status', statusCell(incident.status)],
    ['Service', `${incident.service.name} (${incident.service.slug})`],
    ['Since', when(incident.openedAt, io)],
    ['Acknowledged', incident.acknowledgedAt === null ? '' : when(incident.acknowledgedAt, io)],
    [
      'Resolved',
      incident.resolvedAt === null
        ? ''
        : `${when(incident.resolvedAt, io)}, after ${duration(Date.parse(incident.resolvedAt) - Date.parse(incident.openedAt))}`,
    ],
    ['Seen by', incident.private ? 'only those it has drawn in, and administrators' : ''],
    ['Linked', incident.links.map(({ number, side }) => `${SIDES[side]} #${number}`).join(', ')],
    ['Waits', incident.waits === null ? '' : incident.waits.says.replace(/^Waits /, '')],
    ['Alerts', `${incident.openAlerts} open of ${incident.alertCount}`],
  ]
  const told = rows.filter(([, cell]) => cell !== '')
  return told
    .map(
      ([name, cell]) => `${String(name).padEnd(12)}  ${typeof cell === 'object' ? paint(cell.text, cell.tint, io.colour) : String(cell)}\n`,
    )
    .join('')
}

function pages({ pages: all }: IncidentDetail, io: Io): string {
  if (all.length === 0) return ''
  const columns = [{ title: 'Page' }, { title: 'State' }, { title: 'Rung' }, { title: 'People', flexible: true }, { title: 'Next' }]
  const rows = all.map((page): Cell[] => [
    page.role === 'ladder' ? page.policy : 'responder',
    page.unowned || page.state === 'exhausted' ? { text: page.unowned ? `${page.state}, unowned` : page.state, tint: 'red' } : page.state,
    `${page.rung} of ${page.rungs}${page.passes > 1 ? `, round ${page.pass} of ${page.passes}` : ''}`,
    page.people.map((person) => `${person.name} (${person.state})`).join(', ') || 'nobody',
    page.nextAt === null ? '' : when(page.nextAt, io),
  ])
  return `${table({ columns, rows }, io)}\n`
}

/** One next step, at most twelve words. */
function next({ status, number, pages: all }: IncidentDetail): string {
  if (status === 'resolved') return 'Over. Nothing is asked of you.'
  if (all.some((page) => page.unowned)) return `Nobody has this. Take it: muster incidents ack ${number}`
  if (status === 'triggered') return `Take it: muster incidents ack ${number}`
  return `When it works again: muster incidents resolve ${number}`
}
