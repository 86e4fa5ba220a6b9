// muster incidents readings: the key indicators of an incident's service, each with its value, its target and how far it can be relied on.
import type { ReadingView } from '@muster/contract/readings.ts'
import { ageWords } from '@muster/core/reading/verdict.ts'
import type { Command } from 'commander'
import { readIncident } from '../../arguments.ts'
import type { Io } from '../../io.ts'
import { paragraph, table, type Cell } from '../../render/table.ts'
import { when } from '../../render/times.ts'
import { present, withServer } from '../../session.ts'

export function addReadings(incidents: Command, io: Io): void {
  incidents
    .command('readings')
    .description('The key indicators of its service: value, target, how long each has held, and where that is known from.')
    .argument('<number>', 'the incident', readIncident)
    .action((id: string, _options: object, command: Command) =>
      withServer(command, io, async (session) =>
        present(session, await session.api.incidents.readings({ id }), ({ items }) => readingsText(items, io)),
      ),
    )
}

const columns = [
  { title: 'Reading', flexible: 12 },
  { title: 'Value' },
  { title: 'Target' },
  { title: 'State' },
  { title: 'From', flexible: true },
] as const

export function readingsText(items: readonly ReadingView[], io: Io): string {
  if (items.length === 0)
    return paragraph('Its service has no key indicators. Write some into the organisation’s file, under indicators.', io)
  const rows = items.map((one) => [one.name, one.value ?? '–', one.target, stateOf(one), fromOf(one, io)])
  const notes = items.flatMap(({ name, why, trouble, others }) => [
    ...(why === null ? [] : [`${name}: ${why}`]),
    ...(trouble === null ? [] : [`${name}: ${trouble}.`]),
    ...others.filter(({ agrees }) => !agrees).map((other) => `${name}: ${other.name} disagrees, ${other.value} ${when(other.at, io)}.`),
  ])
  return `${table({ columns, rows }, io)}${notes.length === 0 ? '' : `\n${notes.map((note) => paragraph(note, io)).join('')}`}`
}

function stateOf({ state, isWithin, isHeld, heldMs }: ReadingView): Cell {
  if (state !== 'recorded') return { text: state.replace('-', ' '), tint: 'amber' }
  if (!isWithin) return { text: 'outside', tint: 'red' }
  return `${isHeld ? 'held' : 'within'} ${ageWords(heldMs)}`
}

const fromOf = ({ source, at }: ReadingView, io: Io): string =>
  source === null || at === null
    ? ''
    : `${source.name}${source.by === null || source.by === source.name ? '' : `, by ${source.by}`}, ${when(at, io)}`
