// muster incidents brief: the handover of an incident, a brief for stakeholders, or what the review begins with, as text.
import type { Brief } from '@muster/contract/protocol.ts'
import { BRIEFS } from '@muster/core/vocabulary.ts'
import { Option, type Command } from 'commander'
import { readIncident } from '../../arguments.ts'
import type { Io } from '../../io.ts'
import { paragraph } from '../../render/table.ts'
import { when } from '../../render/times.ts'
import { present, withServer } from '../../session.ts'

export function addBrief(incidents: Command, io: Io): void {
  incidents
    .command('brief')
    .description(
      'The handover, complete enough for somebody who was not there to go on; a brief for stakeholders; or what the review begins with.',
    )
    .argument('<number>', 'the incident', readIncident)
    .addOption(new Option('--for <whom>', 'who reads it').choices(BRIEFS).default('handover'))
    .action((id: string, { for: whom }: { for: (typeof BRIEFS)[number] }, command: Command) =>
      withServer(command, io, async (session) =>
        present(session, await session.api.incidents.brief({ id, for: whom }), (brief) => textOf(brief, io)),
      ),
    )
}

function textOf({ title, at, sections }: Brief, io: Io): string {
  const parts = sections.map(({ title: heading, lines, nothing }) => {
    const told = lines.map(({ at: then, text }) => paragraph(`- ${then === null ? '' : `${when(then, io)}: `}${text}`, io))
    return `${heading}\n${told.length === 0 ? `${nothing}\n` : told.join('')}`
  })
  return `${paragraph(title, io)}As it stood ${when(at, io)}\n\n${parts.join('\n')}`
}
