// muster apply: makes the organisation match a document, after showing what that means.
import { type Command, Option } from 'commander'
import { confirm } from '../confirm.ts'
import { refused } from '../exit.ts'
import type { Io } from '../io.ts'
import { present, withServer, type Session } from '../session.ts'
import { showPlan } from './plan.ts'

type Options = { file: string; plan?: boolean; yes?: boolean; unmanaged?: boolean }

export function addApply(program: Command, io: Io): void {
  program
    .command('apply')
    .summary('make the organisation match a document')
    .description('Compares a document with the organisation, shows the difference and makes it so. Asks before it removes anything.')
    .requiredOption('-f, --file <file>', 'the document, YAML or JSON; - reads standard input')
    .addOption(new Option('--plan', 'only show what would change').conflicts('yes'))
    .addOption(new Option('--yes', 'remove without asking'))
    .option('--unmanaged', 'leave the console free to change what the document describes')
    .action((options: Options, command: Command) =>
      withServer(command, io, (session) => (options.plan === true ? showPlan(session, options) : apply(session, options))),
    )
}

async function apply(session: Session, { file, yes = false, unmanaged = false }: Options): Promise<void> {
  const { io, json } = session
  const { readConfig } = await import('../document/config.ts')
  const { applyTo, planOf } = await import('../document/send.ts')
  const { newKeysText, planText, warningsText } = await import('../render/plan.ts')
  const { cleanAll } = await import('../render/clean.ts')
  const document = await readConfig(file, io, { unmanaged })
  const plan = await planOf(session, document)
  const removed = plan.steps.filter((step) => step.action === 'remove').length
  // A machine reads one answer, the last; a person sees the plan before being asked.
  if (!json) io.out(planText(cleanAll(plan), io))
  else if (removed > 0 && !yes) io.err(planText(cleanAll(plan), io))
  const question = `Remove ${removed === 1 ? 'this one thing' : `these ${removed} things`} and apply the rest?`
  if (removed > 0 && !(await confirm(io, question, { yes }))) throw refused('Nothing was changed.')
  const applied = await applyTo(session, document)
  present(session, applied, (told) => (told.steps.length === 0 ? '' : '\nApplied.\n') + newKeysText(told) + warningsText(told, io))
}
