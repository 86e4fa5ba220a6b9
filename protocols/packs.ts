// The packs of this folder, as the server reads them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPack } from '@muster/server/packs.ts'
import { parse } from 'yaml'

const here = import.meta.dirname

const known = new Map<string, ReturnType<typeof readPack>>()

/** Read once: a hundred rehearsals ask for the same pack. */
export function packOf(folder: string) {
  const pack = known.get(folder) ?? readPack(join(here, folder))
  known.set(folder, pack)
  return pack
}

export const readYaml = (file: string): Record<string, unknown> => parse(readFileSync(join(here, file), 'utf8')) as Record<string, unknown>
