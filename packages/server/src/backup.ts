// muster backup and muster restore: everything in the database to one file and back, on the server's machine with its settings.
import product from '../package.json' with { type: 'json' }
import { createSay } from './log.ts'
import { readSettings } from './settings.ts'
import { reachAlone, reachBeside, type Place } from './store/backup/reach.ts'
import { checkBackup, restoreBackup } from './store/backup/restore-backup.ts'
import { writeBackup } from './store/backup/write-backup.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The server may run meanwhile. */
export async function backup(file: string, env: Env = process.env): Promise<void> {
  const { connection, close } = await reachBeside(placeIn(env))
  try {
    await writeBackup({ connection, file, productVersion: product.version })
  } finally {
    await close()
  }
}

/** The server must be stopped. Whatever fails, fails before anything is changed, or undoes it. */
export async function restore(file: string, env: Env = process.env): Promise<void> {
  const place = placeIn(env)
  const checked = await checkBackup(file)
  const { connection, close } = await reachAlone(place)
  try {
    await restoreBackup(connection, checked)
  } finally {
    await close()
  }
}

function placeIn(env: Env): Place {
  const read = readSettings(env)
  if (!read.ok) throw new Error(['These settings are wrong:', ...read.faults].join('\n  '))
  return { databaseUrl: read.settings.databaseUrl, dataFolder: read.settings.dataFolder, log: createSay() }
}
