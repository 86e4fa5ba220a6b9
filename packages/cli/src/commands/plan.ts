// muster plan: what apply would do, without doing it.
import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { present, withServer, type Session } from '../session.ts'

type Planning = { file: string; unmanaged?: boolean }

export function addPlan(program: Command, io: Io): void {
  program
    .command('plan')
    .summary('show what apply would change')
    .description('Compares a document with the organisation and shows what apply would do. Changes nothing.')
    .requiredOption('-f, --file <file>', 'the document, YAML or JSON; - reads standard input')
    .option('--unmanaged', 'as apply --unmanaged would do')
    .action((options: Planning, command: Command) => withServer(command, io, (session) => showPlan(session, options)))
}

export async function showPlan(session: Session, { file, unmanaged = false }: Planning): Promise<void> {
  const { readConfig } = await import('../document/config.ts')
  const { planOf } = await import('../document/send.ts')
  const { planText, warningsText } = await import('../render/plan.ts')
  const plan = await planOf(session, await readConfig(file, session.io, { unmanaged }))
  present(session, plan, (told) => planText(told, session.io) + warningsText(told, session.io))
}
