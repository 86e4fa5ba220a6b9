// muster file: puts a file on an incident's log, and fetches one from there.
import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { cleanFileName, LARGEST_FILE, sizeInWords } from '@muster/core/protocol/file.ts'
import type { Command } from 'commander'
import { readIncident, wholeNumber } from '../arguments.ts'
import { refused, usage } from '../exit.ts'
import type { Io } from '../io.ts'
import { present, withServer } from '../session.ts'

const LAST_ENTRY = 999_999_999

export function addFile(program: Command, io: Io): void {
  const file = program
    .command('file')
    .summary('add a file to an incident, or fetch one')
    .description("Files on an incident's log: screenshots, pieces of logs, traces.")
  addAdd(file, io)
  addGet(file, io)
}

type Adding = { caption?: string; as?: string; name?: string }

function addAdd(file: Command, io: Io): void {
  file
    .command('add')
    .description("Puts a file on an incident's log.")
    .argument('<number>', 'the incident', readIncident)
    .argument('<path>', `the file, at most ${sizeInWords(LARGEST_FILE)}`)
    .option('--caption <text>', 'what there is to see in it')
    .option('--name <name>', 'what it is called there; otherwise as it is called here')
    .option('--as <person>', 'on whose behalf; their name stands on the log')
    .action((...[incident, from, { caption, as, name }, command]: [string, string, Adding, Command]) =>
      withServer(command, io, async (session) => {
        const bytes = await bytesAt(from)
        const { sendFile } = await import('../files.ts')
        const said = { name: name ?? path.basename(from), ...(caption !== undefined && { caption }), ...(as !== undefined && { as }) }
        const added = await sendFile(session.server, { incident, bytes, said })
        present(
          session,
          added,
          (told) =>
            `${told.name} (${sizeInWords(told.size)}) stands on the log as entry ${told.seq}.\nFetch it with: muster file get ${incident} ${told.seq}\n`,
        )
      }),
    )
}

/** What is too large is not read, and not sent. */
async function bytesAt(from: string): Promise<Buffer> {
  const found = await stat(from).catch(() => null)
  if (found === null) throw usage(`There is no file ${from}.`, 'Check the path.')
  if (!found.isFile()) throw usage(`${from} is no file.`, 'Name one file; of a folder make an archive first.')
  if (found.size > LARGEST_FILE)
    throw refused(
      `${from} has ${sizeInWords(found.size)}; a file has at most ${sizeInWords(LARGEST_FILE)}.`,
      'Add the piece of it that matters, or put it elsewhere: muster incidents record <number> link.added kind=other url=…',
    )
  if (found.size === 0) throw refused(`${from} is empty.`, 'Name another one.')
  return readFile(from).catch((error: unknown) => {
    throw usage(`${from} cannot be read (${error instanceof Error ? error.message : String(error)}).`, 'Check who may read it.')
  })
}

function addGet(file: Command, io: Io): void {
  file
    .command('get')
    .description("Fetches a file of an incident's log into this folder. What is there already is not written over.")
    .argument('<number>', 'the incident', readIncident)
    .argument('<entry>', 'the entry of the log that has it', wholeNumber(1, LAST_ENTRY))
    .option('--to <path>', 'where to; otherwise under its own name')
    .action((...[incident, entry, { to }, command]: [string, number, { to?: string }, Command]) =>
      withServer(command, io, async (session) => {
        const { fetchFile } = await import('../files.ts')
        const { name, bytes } = await fetchFile(session.server, { incident, entry })
        // A name from outside names a file in this folder, and nothing else.
        const target = to ?? cleanFileName(name)
        await keep(target, bytes)
        present(session, { file: target, size: bytes.length }, (told) => `${told.file} (${sizeInWords(told.size)})\n`)
      }),
    )
}

/** Never over another file. */
async function keep(target: string, bytes: Buffer): Promise<void> {
  await writeFile(target, bytes, { flag: 'wx' }).catch((error: unknown) => {
    const code = Object(error).code
    if (code === 'EEXIST') throw refused(`${target} is there already.`, 'Name another place with --to.')
    throw usage(`${target} cannot be written (${code ?? String(error)}).`, 'Name another place with --to.')
  })
}
