// muster doctor: is everything in order, and what to do about what is not.
import type { Command } from 'commander'
import type { Findings } from '../doctor/checks.ts'
import { EXIT, Failure, usage } from '../exit.ts'
import type { Io } from '../io.ts'
import { table, type Cell } from '../render/table.ts'
import { present, withServer, type Session } from '../session.ts'

type Options = { contacts?: boolean; yes?: boolean }

export function addDoctor(program: Command, io: Io): void {
  program
    .command('doctor')
    .summary('check that everything is in order')
    .description('Checks the server, the token, the clocks and this machine. Each failing check says how to mend it.')
    .option('--contacts', 'send a test message to every contact too, after asking')
    .option('--yes', 'do not ask')
    .action((options: Options, command: Command) => withServer(command, io, (session) => doctor(session, options)))
}

async function doctor(session: Session, { contacts = false, yes = false }: Options): Promise<void> {
  const { examine } = await import('../doctor/checks.ts')
  const { testContacts } = await import('../doctor/contacts.ts')
  if (contacts && !yes && session.io.ask === null)
    throw usage('Testing contacts sends messages to people, and nobody can be asked here.', 'Run it again with --yes when you mean it.')
  const found = await examine(session)
  if (contacts && found.code !== EXIT.unreachable && found.code !== EXIT.unauthorised)
    found.findings.push(...(await testContacts(session, { yes })))
  const failing = found.findings.filter((one) => one.state === 'fails').length
  present(session, { ok: failing === 0, checks: found.findings }, ({ checks }) => findingTable(checks, session.io))
  if (failing === 0) return
  throw new Failure(
    found.code === EXIT.ok ? EXIT.refused : found.code,
    `${failing} of ${found.findings.length} checks ${failing === 1 ? 'fails' : 'fail'}.`,
  )
}

const states = {
  ok: { text: '✓ ok', tint: 'green' },
  fails: { text: '✗ fails', tint: 'red' },
  'not-applicable': { text: '– not applicable', tint: 'grey' },
} as const satisfies Record<Findings['findings'][number]['state'], Cell>

function findingTable(findings: Findings['findings'], io: Io): string {
  const columns = [{ title: 'Check' }, { title: 'State' }, { title: 'Says', flexible: true }]
  return table({ columns, rows: findings.map((one) => [one.name, states[one.state], one.says]) }, io)
}
