// muster incidents known: what was found out about an incident, and how people know it.
import type { KnownView } from '@muster/contract/known.ts'
import type { Command } from 'commander'
import { readIncident } from '../../arguments.ts'
import type { Io } from '../../io.ts'
import { paragraph } from '../../render/table.ts'
import { when } from '../../render/times.ts'
import { present, withServer } from '../../session.ts'

export function addKnown(incidents: Command, io: Io): void {
  incidents
    .command('known')
    .description(
      'What is known: the impact, what it may be with what speaks for and against it, findings, sources that disagree, decisions.',
    )
    .argument('<number>', 'the incident', readIncident)
    .action((id: string, _options: object, command: Command) =>
      withServer(command, io, async (session) =>
        present(session, await session.api.incidents.known({ id }), (known) => knownText(known, io)),
      ),
    )
}

const STATES = { open: 'Open', holds: 'Holds', 'ruled-out': 'Ruled out' } as const
type Word = KnownView['findings'][number]

type Side = KnownView['conflicts'][number]['sides'][number]

function sideNotes({ lagMinutes, isLagExpected, trust }: Side): string {
  const notes = [
    ...(lagMinutes === null ? [] : [`${lagMinutes} min behind${isLagExpected ? ', as expected of it' : ''}`]),
    ...(trust === 'high' ? [] : [trust === 'low' ? 'unreliable' : 'believed in part']),
  ]
  return notes.length === 0 ? '' : ` (${notes.join('; ')})`
}

export function knownText({ impact, hypotheses, findings, conflicts, sources, decisions }: KnownView, io: Io): string {
  const told = ({ seq, at, by, text }: Word) => `- ${text} (#${seq}, ${by}, ${when(at, io)})`
  const part = (title: string, lines: readonly string[], nothing: string) =>
    `${title}\n${lines.length === 0 ? `${nothing}\n` : lines.map((one) => paragraph(one, io)).join('')}`
  return [
    part('Impact', impact === null ? [] : [told(impact)], 'It is not written down yet.'),
    part(
      'What it may be',
      hypotheses.flatMap((one) => [
        `- ${STATES[one.state]}: ${one.text} (#${one.seq}, ${one.by})`,
        ...one.for.map(({ text }) => `  for: ${text}`),
        ...one.against.map(({ text }) => `  against: ${text}`),
        ...(one.settled === null ? [] : [`  settled: ${one.settled.text}`]),
      ]),
      'Nobody has said what they think it is.',
    ),
    part('Found', findings.map(told), 'No finding is written down.'),
    part(
      'Sources',
      [
        ...conflicts.flatMap((one) => [
          `- ${one.settled === null ? 'To be settled' : `Settled, going by ${one.settled.basis}`}: ${one.text} (#${one.seq})`,
          ...one.sides.map((side) => `  ${side.source}${sideNotes(side)}: ${side.says}`),
        ]),
        ...sources.map(({ source, state }) => `- ${source} ${state === 'silent' ? 'says nothing' : 'is not believed'}.`),
      ],
      'No source contradicts another.',
    ),
    part('Decided', decisions.map(told), 'No decision is written down.'),
  ].join('\n')
}
