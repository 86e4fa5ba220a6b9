// The protocol packs this server knows, read from their files at start: a pack that does not mean what it says is refused then, not at night.
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { packSchema } from '@muster/contract/pack.ts'
import { check } from '@muster/core/protocol/check.ts'
import { expand } from '@muster/core/protocol/expand.ts'
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
  const names = globSync('*/pack.yaml', { cwd: folder }).map((file) => path.dirname(file))
  const packs = new Map(names.map((name) => [name, readPack(path.join(folder, name))]))
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
  const read = packSchema.safeParse(partsOf(folder))
  const faults = read.success
    ? check(read.data).map(({ path: at, says }) => `${at.join('.')}: ${says}`)
    : read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (!read.success || faults.length > 0) throw new Error(`The protocol pack in ${folder} cannot be used:\n${faults.join('\n')}`)
  return expand(read.data)
}

/** A pack is a folder of files, each with some of its parts; one that extends another replaces whole parts of it. */
function partsOf(folder: string): Record<string, unknown> {
  const files = globSync('*.yaml', { cwd: folder }).toSorted()
  const { extends: base, ...own } = Object.assign(
    {},
    ...files.map((file) => parse(readFileSync(path.join(folder, file), 'utf8')) as object),
  ) as Record<string, unknown>
  return typeof base === 'string' ? { ...partsOf(path.join(folder, '..', base)), ...own } : own
}
