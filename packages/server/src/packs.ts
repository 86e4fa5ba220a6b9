// The protocol packs this server knows, read from their files at start: a pack that does not mean what it says is refused then, not at night.
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readPackFiles, type PackFile } from '@muster/contract/pack-files.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import type { Grade } from '@muster/core/vocabulary.ts'
import { parse } from 'yaml'

const SHIPPED = path.resolve(import.meta.dirname, '../../../protocols')
const DEFAULT = 'handbook'

/** An incident keeps the pack it began with; one from before there were packs, and one whose pack is gone, is read by the default. */
export type Packs = {
  names: readonly string[]
  standard: Pack
  of: (name: unknown) => Pack
  /** What an incident's severity is called, and how gravely it is answered, by its own protocol. */
  gradeOf: (incident: Pick<Incident, 'protocol' | 'severity'>) => Grade
}

export function readPacks(folder = SHIPPED): Packs {
  const packs = new Map<string, Pack>()
  for (const file of globSync('*/pack.yaml', { cwd: folder })) {
    const pack = readPack(path.join(folder, path.dirname(file)))
    // Incidents and organisations name a pack by what it calls itself.
    if (packs.has(pack.name)) throw new Error(`Two protocol packs in ${folder} are called "${pack.name}"`)
    packs.set(pack.name, pack)
  }
  const standard = packs.get(DEFAULT)
  if (standard === undefined) throw new Error(`There is no protocol pack "${DEFAULT}" in ${folder}`)
  const of: Packs['of'] = (name) => packs.get(String(name)) ?? standard
  return {
    names: [...packs.keys()].toSorted(),
    standard,
    of,
    gradeOf: ({ protocol, severity }) => {
      const { labels, classes } = of(protocol)
      return { label: labels[severity].label, class: classes[severity] }
    },
  }
}

/** Throws with every fault, each at its place. */
export function readPack(folder: string): Pack {
  const read = readPackFiles(path.basename(path.resolve(folder)), (name) => filesIn(path.join(folder, '..', name)))
  if (read.ok) return read.pack
  const faults = read.faults.map(({ file, issue }) => `${file.file}: ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The protocol pack in ${folder} cannot be used:\n${faults.join('\n')}`)
}

function filesIn(folder: string): PackFile[] {
  return globSync('*.yaml', { cwd: folder })
    .toSorted()
    .map((name) => {
      const file = path.join(folder, name)
      return { file, value: parseFile(file) }
    })
}

/** As `muster pack check` reads it. */
function parseFile(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'), { merge: true, maxAliasCount: 1000 })
  } catch (cause) {
    throw new Error(`${file} cannot be read as YAML.`, { cause })
  }
}
