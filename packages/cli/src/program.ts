// The tree of commands. Command files load nothing heavy before they run, so that `muster --version` is instant.
import { Command } from 'commander'
import product from '../package.json' with { type: 'json' }
import { addApply } from './commands/apply.ts'
import { addBackup } from './commands/backup.ts'
import { addCompletion } from './commands/completion.ts'
import { addDoctor } from './commands/doctor.ts'
import { addExport } from './commands/export.ts'
import { addFile } from './commands/file.ts'
import { addIncidents } from './commands/incidents/incidents.ts'
import { addIntegrations } from './commands/integrations.ts'
import { addInvite } from './commands/invite.ts'
import { addPack } from './commands/pack/pack.ts'
import { addPlan } from './commands/plan.ts'
import { addRestore } from './commands/restore.ts'
import { addRisks } from './commands/risks.ts'
import { addSchema } from './commands/schema.ts'
import { addServe } from './commands/serve.ts'
import { addSignal } from './commands/signal.ts'
import { addSilences } from './commands/silences.ts'
import { addTestContact } from './commands/test-contact.ts'
import { addWatchdog } from './commands/watchdog.ts'
import { addFollowUps } from './commands/follow-ups.ts'
import { addWho } from './commands/who.ts'
import { addWhy } from './commands/why.ts'
import type { Io } from './io.ts'

const WIDEST_HELP = 120

export function buildProgram(io: Io): Command {
  const width = (): number => Math.min(io.columns, WIDEST_HELP)
  const program = new Command('muster')
    .description('Incident response for the people who answer the page.')
    .version(product.version, '-V, --version', 'print the version')
    .option('--url <address>', 'the server; otherwise MUSTER_URL, or http://localhost:4400')
    .option('--token-file <file>', 'file that holds the API token; otherwise MUSTER_TOKEN')
    .option('--json', 'machine-readable output')
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('Add --help to see what it takes.')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      getOutHelpWidth: width,
      getErrHelpWidth: width,
      getOutHasColors: () => io.colour,
      getErrHasColors: () => false,
      outputError: (text, write) => write(withoutValues(text)),
    })
    .addHelpText('after', exitCodes)
  program.commandsGroup('Answer:')
  addIncidents(program, io)
  addFile(program, io)
  addWho(program, io)
  addFollowUps(program, io)
  addWhy(program, io)
  addRisks(program, io)
  addSilences(program, io)
  addIntegrations(program, io)
  program.commandsGroup('Set up:')
  addApply(program, io)
  addPlan(program, io)
  addExport(program, io)
  addSchema(program, io)
  addPack(program, io)
  addInvite(program, io)
  addSignal(program, io)
  addTestContact(program, io)
  program.commandsGroup('Run:')
  addServe(program)
  addWatchdog(program)
  addDoctor(program, io)
  addBackup(program, io)
  addRestore(program, io)
  addCompletion(program, io)
  program.addHelpCommand(new Command('help').argument('[command]').summary('help for a command').helpGroup('Run:'))
  return program
}

/** A mistyped `--tokn=…` is told by its name alone: what follows may be a secret. */
function withoutValues(text: string): string {
  return text.replaceAll(/(--[a-zA-Z-]+)=[^\s']+/g, '$1=…')
}

const exitCodes = `
Exit codes: 0 done, 1 refused by the server, 2 not understood, 3 server out of reach, 4 not authorised.`

/** What a person sees who typed nothing but the name. */
export const firstSteps = `Muster takes alerts in and wakes the right people until somebody answers.

  muster incidents             what is open now
  muster incidents ack 12      I have it
  muster who                   who is on call, and why

New here?
  muster serve --demo          start a server with examples to try things on
  muster apply -f org.yaml     describe your people, schedules and services
  muster doctor                check that everything is in order

All commands: muster --help
`
