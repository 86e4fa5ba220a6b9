// The key the watchdog shares with the server. It never makes one: a key of its own would open nothing.
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { createSecrets, masterKey, type Secrets } from '../secrets.ts'
import type { Settings } from '../settings.ts'

/** Null while there is none: a server that starts for the first time is about to make it. */
export function sharedSecrets({ secret, dataFolder }: Pick<Settings, 'secret' | 'dataFolder'>): Secrets | null {
  const file = path.join(dataFolder, 'secret.key')
  if (secret === null && (!existsSync(file) || statSync(file).size === 0)) return null
  const key = masterKey(secret, dataFolder)
  return key.length === 32 ? createSecrets(key) : null
}
