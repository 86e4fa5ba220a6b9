// The packs of this folder, read from their files.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packSchema } from '@muster/contract/pack.ts'
import { expand } from '@muster/core/protocol/expand.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import { parse } from 'yaml'

const here = import.meta.dirname

export const readYaml = (file: string): Record<string, unknown> => parse(readFileSync(join(here, file), 'utf8')) as Record<string, unknown>

/** A pack is a folder of files, each with some of its parts; one that extends another replaces whole parts of it. */
function partsOf(folder: string): Record<string, unknown> {
  const { extends: base, ...own } = Object.assign({}, ...globSync(`${folder}/*.yaml`, { cwd: here }).map(readYaml)) as Record<
    string,
    unknown
  >
  return typeof base === 'string' ? { ...partsOf(base), ...own } : own
}

/** As it is written: what its deviations ask for is not among its duties yet. */
export const written = (folder: string): Pack => packSchema.parse(partsOf(folder))

export const packOf = (folder: string): Pack => expand(written(folder))
