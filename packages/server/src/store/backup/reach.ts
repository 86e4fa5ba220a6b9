// Finds the database a command beside the server works on: the operator's own, or the embedded one, running or not.
import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Connection } from '../db.ts'
import { startEmbedded } from '../embedded/embedded.ts'
import { clusterOf } from '../embedded/folders.ts'
import { PORT } from '../embedded/socket.ts'

export type Place = { databaseUrl: string | null; dataFolder: string; log: (line: string) => void }
export type Reached = { connection: Connection; close: () => Promise<void> }

/** A server that is starting has its folder before its database answers. */
const STARTING_MS = 5000

/** Beside a server that runs, or without one: then the database is started for as long as this takes. */
export async function reachBeside(place: Place): Promise<Reached> {
  if (place.databaseUrl !== null) return theirs(place.databaseUrl)
  if (!existsSync(clusterOf(place.dataFolder)))
    throw new Error(`There is no database in ${place.dataFolder}. Set MUSTER_DATA, or DATABASE_URL, as the server has it.`)
  for (const startedAt = performance.now(); ; await sleep(200)) {
    const running = await runningIn(place.dataFolder)
    if (running !== null) return { connection: running, close: async () => {} }
    try {
      return await started(place)
    } catch (error) {
      if (performance.now() - startedAt > STARTING_MS) throw error
    }
  }
}

/** Without a server: its data folder is locked for as long as this takes. Where there is no database yet, one is made. */
export async function reachAlone(place: Place): Promise<Reached> {
  return place.databaseUrl === null ? started(place) : theirs(place.databaseUrl)
}

function theirs(databaseUrl: string): Reached {
  return { connection: { connectionString: databaseUrl }, close: async () => {} }
}

async function started({ dataFolder, log }: Place): Promise<Reached> {
  const { connection, stop } = await startEmbedded({ dataFolder, log })
  return { connection, close: stop }
}

/** The database of a server on this machine; null when nobody answers at the place the last one named. */
async function runningIn(dataFolder: string): Promise<Connection | null> {
  const cluster = clusterOf(dataFolder)
  const socketFolder = socketFolderOf(cluster)
  if (socketFolder === null) return null
  const connection = { host: socketFolder, port: PORT, user: 'postgres', database: 'muster' }
  const client = new pg.Client({ ...connection, ssl: false, connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return connection
  } catch {
    return null
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Somebody else who made the folder anew, after a restart cleared temporary folders, could pose as the database. */
function socketFolderOf(cluster: string): string | null {
  try {
    const folder = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')[4] ?? ''
    return folder !== '' && statSync(folder).uid === statSync(cluster).uid ? folder : null
  } catch {
    return null
  }
}
