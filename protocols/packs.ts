// The packs of this folder, as the server reads them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPack } from '@muster/server/packs.ts'
import { parse } from 'yaml'

const here = import.meta.dirname

export const packOf = (folder: string) => readPack(join(here, folder))

export const readYaml = (file: string): Record<string, unknown> => parse(readFileSync(join(here, file), 'utf8')) as Record<string, unknown>
