// A real PostgreSQL 15, the oldest the product promises to run on, on an empty data folder.
import { execFile } from 'node:child_process'
import { chown } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { scratch } from '@muster/testkit/night/scratch.ts'
import { freePort, launch, temporaryFolder } from './child.ts'
import { findPostgres15 } from './tools.ts'

const run = promisify(execFile)

export type Postgres15 = { url: string; lastLines: () => string; stop: () => Promise<void> }

/** Careless by default, because nothing of it outlives a test; what is proved about durability sets fsync on again. */
export async function startPostgres15(settings: Record<string, string> = {}): Promise<Postgres15> {
  const { binFolder, env: libraries } = await findPostgres15()
  const folder = await temporaryFolder('postgres15', settings['fsync'] === 'on' ? tmpdir() : scratch())
  const owner = await ownerFor(folder.path)
  const data = join(folder.path, 'data')
  const env = { ...process.env, ...libraries }
  const initdb = ['-D', data, '--username=muster', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
  await run(join(binFolder, 'initdb'), initdb, { ...owner, env, cwd: folder.path, timeout: 60_000 })

  const port = await freePort()
  const all = { listen_addresses: '127.0.0.1', port: `${port}`, unix_socket_directories: folder.path, fsync: 'off', ...settings }
  const child = launch('PostgreSQL 15', {
    path: join(binFolder, 'postgres'),
    args: ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    folder,
    env,
    cwd: folder.path,
    ...owner,
  })
  const asks = () => run(join(binFolder, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { env, timeout: 5_000 })
  await child.ready(
    'accept connections',
    () =>
      asks().then(
        () => true as const,
        () => undefined,
      ),
    30_000,
  )
  return {
    url: `postgres://muster@127.0.0.1:${port}/postgres`,
    lastLines: child.lastLines,
    // SIGTERM would wait for every client to leave; SIGINT is PostgreSQL's fast shutdown.
    stop: () => child.stop('SIGINT'),
  }
}

// PostgreSQL refuses to run as root: then the folder and the server go to a user without rights, `nobody` on every Debian.
async function ownerFor(folder: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {}
  const nobody = { uid: 65_534, gid: 65_534 }
  await chown(folder, nobody.uid, nobody.gid)
  return nobody
}
