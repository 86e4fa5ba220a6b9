// The token of the server that this very checkout started, so that the first command on the first day just works.
import { readFileSync } from 'node:fs'
import path from 'node:path'

const checkout = path.resolve(import.meta.dirname, '../../..')

/** The server notes here where its data folder is: as root it may not be beside the code. */
export const PLACE_NOTE = path.join(checkout, '.cache', 'data-folder')

export function readLocalToken(env: Readonly<Record<string, string | undefined>>): string | null {
  const folder = env['MUSTER_DATA']?.trim() || read(PLACE_NOTE)
  return folder === null ? null : read(path.join(folder, 'token'))
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null
  } catch {
    return null
  }
}
