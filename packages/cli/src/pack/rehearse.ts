// Rehearsals from their files, replayed on a pack: what differs is told at its moment in the file.
import { rehearsalSchema } from '@muster/contract/rehearsal.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import { rehearse, type Rehearsal } from '@muster/core/protocol/rehearse.ts'
import type { z } from 'zod'
import { explainIssue } from '@muster/contract/document/explain-issue.ts'
import { place, type Fault, type PlacedFault } from '@muster/contract/document/faults.ts'
import { fieldsAt, jsonSchemaOf } from '@muster/contract/document/json-schema.ts'
import { parseYaml } from '@muster/contract/document/yaml.ts'
import { readText, type ReadFile } from '../document/read.ts'
import type { FaultInFile } from '@muster/contract/pack-text.ts'
import { unknownNames } from './unknown-names.ts'

type LoadedRehearsal = ReadFile & { rehearsal: Rehearsal }
export type Rehearsed = { file: string; name: string; moments: number; differences: { line: number; column: number; says: string }[] }

type Loaded = { faults: readonly FaultInFile[]; rehearsals: readonly LoadedRehearsal[] }

/** All faults of all files, or every rehearsal. */
export function loadRehearsals(files: readonly string[], pack: Pack): Loaded {
  const loaded = files.map((file) => load(file, pack))
  const faults = loaded.flatMap((one) => ('faults' in one ? one.faults : []))
  return { faults, rehearsals: loaded.flatMap((one) => ('rehearsal' in one ? [one] : [])) }
}

function load(file: string, pack: Pack): LoadedRehearsal | { faults: FaultInFile[] } {
  const { faults: broken, ...read } = parseYaml(file, readText(file))
  const told = (faults: readonly PlacedFault[]) => ({ faults: faults.map((fault) => ({ file, ...fault })) })
  if (broken.length > 0) return told(broken)
  const parsed = rehearsalSchema.safeParse(read.value, { reportInput: true })
  const faults = parsed.success ? unknownNames(parsed.data, pack) : faultsOf(parsed.error.issues)
  if (!parsed.success || faults.length > 0) return told(place(faults, read.document, read.lines))
  return { ...read, rehearsal: parsed.data }
}

function faultsOf(issues: readonly z.core.$ZodIssue[]): Fault[] {
  const schema = jsonSchemaOf(rehearsalSchema)
  return issues.flatMap((issue) => explainIssue(issue, (path) => fieldsAt(schema, path)))
}

export function replay(pack: Pack, { file, rehearsal, document, lines }: LoadedRehearsal): Rehearsed {
  const faults = rehearsal.expect.flatMap((moment, index) =>
    rehearse(pack, { ...rehearsal, expect: [moment] }).map((says): Fault => ({ path: ['expect', index], says })),
  )
  const differences = place(faults, document, lines).map(({ line, column, says }) => ({ line, column, says }))
  return { file, name: rehearsal.name, moments: rehearsal.expect.length, differences }
}
