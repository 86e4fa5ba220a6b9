// muster incidents communication, ask-liaison and answer: how the communication stands, and the questions that wait in the liaison's queue.
import { InvalidArgumentError, type Command } from 'commander'
import { readIncident } from '../../arguments.ts'
import type { Io } from '../../io.ts'
import { communicationText } from '../../render/communication.ts'
import { present, withServer } from '../../session.ts'
import { acting, withActing } from './respond.ts'

export function addCommunication(incidents: Command, io: Io): void {
  incidents
    .command('communication')
    .description('How the communication stands: who heard what when, promises kept and late, and the questions that wait.')
    .argument('<number>', 'the incident', readIncident)
    .action((id: string, _options: object, command: Command) =>
      withServer(command, io, async (session) =>
        present(session, await session.api.incidents.communication({ id }), (view) => communicationText(view, io)),
      ),
    )
  withActing(incidents.command('ask-liaison'))
    .description('Asks the liaison: the question waits in their queue, and nobody who works on the fix is interrupted.')
    .argument('<audience>', 'for whom you ask, such as executives')
    .argument('<question>', 'what you want to know')
    .action((...[id, audience, text, { as }, command]: [string, string, string, { as?: string }, Command]) =>
      withServer(command, io, async (session) => {
        const view = await session.api.incidents.ask({ ...acting(id, as), audience, text })
        present(session, view, (told) => `It waits in the queue.\n\n${communicationText(told, io)}`)
      }),
    )
  withActing(incidents.command('answer'))
    .description('Answers a question of the queue.')
    .argument('<question>', 'its number, which the queue shows', readQuestion)
    .argument('<text>', 'your answer')
    .action((...[id, question, text, { as }, command]: [string, number, string, { as?: string }, Command]) =>
      withServer(command, io, async (session) => {
        await session.api.incidents.record({ ...acting(id, as), entry: { type: 'question.answered', question, text } })
        present(session, await session.api.incidents.communication({ id }), (told) => `It is answered.\n\n${communicationText(told, io)}`)
      }),
    )
}

function readQuestion(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Give the number of the question, as the queue shows it.')
  return Number(text)
}
