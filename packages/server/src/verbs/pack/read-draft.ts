// A pack somebody is writing, read as `muster pack check` reads it, over the packs this server ships.
import { OWN, readPackText, type PackOfText } from '@muster/contract/pack-text.ts'
import { partsOf } from '@muster/contract/pack.ts'
import type { PackChecked } from '@muster/contract/packs.ts'
import type { Packs } from '../../packs.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'

export type Read = Extract<PackOfText, { ok: true }>
type Draft = { ok: true; read: Read } | { ok: false; faults: PackChecked['faults'] }

export function readDraft(packs: Packs, document: string): Draft {
  const read = readPackText(document, (name) => packs.shipped(name)?.files ?? [])
  if (!read.ok) return { ok: false, faults: read.faults.map(({ file, ...fault }) => ({ ...fault, inBase: file !== OWN })) }
  const { name } = read.written
  if (packs.shipped(name) === undefined) return { ok: true, read }
  const line = document.split('\n').findIndex((one) => /^pack\s*:/.test(one)) + 1
  const says = `"${name}" is a pack of this server. Give yours another name.`
  return { ok: false, faults: [{ line: Math.max(1, line), column: 1, path: 'pack', says, inBase: false }] }
}

export async function checkPack({ packs }: World, caller: Caller, { document }: { document: string }): Promise<PackChecked> {
  permit(caller, 'pack.preview')
  return checkedView(readDraft(packs, document))
}

export function checkedView(draft: Draft): PackChecked {
  if (!draft.ok) return { ok: false, faults: draft.faults, name: null, parts: null }
  return { ok: true, faults: [], name: draft.read.written.name, parts: partsOf(draft.read.written) }
}
