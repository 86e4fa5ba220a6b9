// muster plan: what apply would do, without doing it.
import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { present, withServer, type Session } from '../session.ts'

export function addPlan(program: Command, io: Io): void {
  program
    .command('plan')
    .summary('show what apply would change')
    .description('Compares a document with the organisation and shows what apply would do. Changes nothing.')
    .requiredOption('-f, --file <file>', 'the document, YAML or JSON; - reads standard input')
    .action((options: { file: string }, command: Command) => withServer(command, io, (session) => showPlan(session, options.file)))
}

export async function showPlan(session: Session, file: string): Promise<void> {
  const { readConfig } = await import('../document/config.ts')
  const { planOf } = await import('../document/send.ts')
  const { planText, warningsText } = await import('../render/plan.ts')
  const plan = await planOf(session, await readConfig(file, session.io))
  present(session, plan, (told) => planText(told, session.io) + warningsText(told, session.io))
}
