// A protocol pack from its folder, as the server reads it: every fault of every file at its line and column.
import { existsSync, globSync } from 'node:fs'
import path from 'node:path'
import { faultLines } from '@muster/contract/document/faults.ts'
import { readPackFiles } from '@muster/contract/pack-files.ts'
import { placedFaults, type FaultInFile } from '@muster/contract/pack-text.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import { parseYaml } from '@muster/contract/document/yaml.ts'
import { readText } from '../document/read.ts'
import { EXIT, Failure, usage } from '../exit.ts'

export type LoadedPack = { ok: true; written: Pack; pack: Pack } | { ok: false; faults: readonly FaultInFile[] }

/** For whoever needs a pack that can be used: its faults end the command. */
export function packIn(folder: string): Extract<LoadedPack, { ok: true }> {
  const loaded = loadPack(folder)
  if (!loaded.ok) throw packNotRight(folder, loaded.faults)
  return loaded
}

export function packNotRight(folder: string, faults: readonly FaultInFile[]): Failure {
  const own = path.dirname(path.join(folder, 'pack.yaml'))
  const isMissed = faults.some(({ file, says }) => path.dirname(file) !== own && says.startsWith('There is no '))
  const hint = 'A part is replaced as a whole: what the pack it extends still asks for has to be in it.'
  return notRightYet(`The protocol pack in ${folder}`, faults, isMissed ? [hint] : [])
}

export function notRightYet(what: string, faults: readonly FaultInFile[], hints: readonly string[] = []): Failure {
  const lines = faults.flatMap((fault) => faultLines(fault.file, [fault]))
  return new Failure(EXIT.usage, `${what} is not right yet.`, [...lines, ...hints])
}

export function loadPack(folder: string): LoadedPack {
  if (!existsSync(path.join(folder, 'pack.yaml')))
    throw usage(`There is no protocol pack in ${folder}.`, 'Give the folder that holds pack.yaml, such as protocols/handbook.')
  const broken: FaultInFile[] = []
  const own = path.basename(path.resolve(folder))
  const read = readPackFiles(own, (name) =>
    yamlFilesIn(name === own ? folder : path.join(folder, '..', name)).map((file) => {
      const { faults, ...one } = parseYaml(file, readText(file))
      broken.push(...faults.map((fault) => ({ file, ...fault })))
      return one
    }),
  )
  // What a broken file would have said cannot be missed.
  if (broken.length > 0) return { ok: false, faults: broken }
  return read.ok ? read : { ok: false, faults: placedFaults(read) }
}

export function yamlFilesIn(folder: string): string[] {
  return globSync('*.yaml', { cwd: folder })
    .toSorted()
    .map((name) => path.join(folder, name))
}
