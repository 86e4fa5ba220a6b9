// The protocol packs there are: those this server ships, read from their files at start, and those an organisation has written itself.
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readPackFiles, type PackFile } from '@muster/contract/pack-files.ts'
import { rehearsalSchema } from '@muster/contract/rehearsal.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import type { Rehearsal } from '@muster/core/protocol/rehearse.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import type { Grade } from '@muster/core/vocabulary.ts'
import { parse } from 'yaml'
import type { OrgConfig } from './store/org-config.ts'
import { newestOf, type OwnPacks } from './store/own-packs.ts'

const SHIPPED = path.resolve(import.meta.dirname, '../../../protocols')
const DEFAULT = 'handbook'

export type Shipped = { written: Pack; pack: Pack; files: readonly PackFile[]; rehearsals: () => readonly Rehearsal[] }

/** Whose packs are asked. */
type Org = Pick<OrgConfig, 'packs'>
/** Without a version: the newest. */
type Kept = Pick<Incident, 'protocol' | 'protocolVersion'>

/**
 * An incident keeps the pack it began with, in the version it had then.
 * One from before there were packs, and one whose pack is gone, is read by the default.
 */
export type Packs = {
  /** Those that are shipped. */
  names: readonly string[]
  shipped: (name: string) => Shipped | undefined
  standard: Pack
  of: (org: Org, kept: Kept) => Pack
  /** The newest of the one that incidents opened now go by. */
  chosenBy: (config: Pick<OrgConfig, 'packs' | 'protocol'>) => Pack
  /** False: a node that knows this organisation from a while ago has to ask again. */
  has: (org: Org, kept: Kept) => boolean
  /** What an incident's severity is called, and how gravely it is answered, by its own protocol. */
  gradeOf: (org: Org, incident: Kept & Pick<Incident, 'severity'>) => Grade
}

export function readPacks(folder = SHIPPED): Packs {
  const packs = new Map<string, Shipped>()
  for (const file of globSync('*/pack.yaml', { cwd: folder })) {
    const own = path.join(folder, path.dirname(file))
    const read = readFolder(own)
    // Incidents and organisations name a pack by what it calls itself.
    if (packs.has(read.pack.name)) throw new Error(`Two protocol packs in ${folder} are called "${read.pack.name}"`)
    packs.set(read.pack.name, { ...read, files: filesIn(own), rehearsals: once(() => rehearsalsIn(own)) })
  }
  const standard = packs.get(DEFAULT)?.pack
  if (standard === undefined) throw new Error(`There is no protocol pack "${DEFAULT}" in ${folder}`)
  const ownOf = ({ packs: own }: Org, kept: Kept) => (kept.protocolVersion === null ? newestOf(own, kept.protocol) : versionIn(own, kept))
  const of: Packs['of'] = (org, kept) => ownOf(org, kept)?.pack() ?? packs.get(kept.protocol)?.pack ?? standard
  return {
    names: [...packs.keys()].toSorted(),
    shipped: (name) => packs.get(name),
    standard,
    of,
    chosenBy: (config) => of(config, { protocol: config.protocol, protocolVersion: null }),
    has: (org, kept) => packs.has(kept.protocol) || ownOf(org, kept) !== undefined,
    gradeOf: gradedBy(of),
  }
}

const gradedBy =
  (of: Packs['of']): Packs['gradeOf'] =>
  (org, incident) => {
    const { labels, classes } = of(org, incident)
    return { label: labels[incident.severity].label, class: classes[incident.severity] }
  }

/** With versions that an earlier server shipped: what began by one of them goes on by it. */
export function withOlder(packs: Packs, older: OwnPacks): Packs {
  const of: Packs['of'] = (org, kept) => {
    const now = packs.shipped(kept.protocol)?.pack
    if (now === undefined || kept.protocolVersion === null || kept.protocolVersion === now.version) return packs.of(org, kept)
    return versionIn(older, kept)?.pack() ?? now
  }
  return { ...packs, of, gradeOf: gradedBy(of) }
}

const versionIn = (all: OwnPacks, { protocol, protocolVersion }: Kept) =>
  all.get(protocol)?.find(({ version }) => version === protocolVersion)

/** Throws with every fault, each at its place. */
export function readPack(folder: string): Pack {
  return readFolder(folder).pack
}

function readFolder(folder: string): Pick<Shipped, 'written' | 'pack'> {
  const read = readPackFiles(path.basename(path.resolve(folder)), (name) => filesIn(path.join(folder, '..', name)))
  if (read.ok) return read
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

const rehearsalsIn = (folder: string): Rehearsal[] =>
  globSync('rehearsals/*.yaml', { cwd: folder })
    .toSorted()
    .map((name) => rehearsalSchema.parse(parseFile(path.join(folder, name))))

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}

/** As `muster pack check` reads it. */
function parseFile(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'), { merge: true, maxAliasCount: 1000 })
  } catch (cause) {
    throw new Error(`${file} cannot be read as YAML.`, { cause })
  }
}
