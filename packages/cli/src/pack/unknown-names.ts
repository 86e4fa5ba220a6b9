// What a rehearsal names and the pack does not have: "not owed" would be true of every mistyped duty.
import type { Pack } from '@muster/core/protocol/pack.ts'
import type { Rehearsal } from '@muster/core/protocol/rehearse.ts'
import type { Fault, Step } from '@muster/contract/document/faults.ts'
import { suggestion } from '@muster/contract/pack-suggestion.ts'

type Named = { kind: string; name: string; path: Step[]; key?: string }

export function unknownNames({ expect }: Rehearsal, pack: Pack): Fault[] {
  const known: Readonly<Record<string, ReadonlySet<string>>> = {
    duty: idsOf(pack.duties),
    guardrail: idsOf(pack.guardrails),
    advice: idsOf(pack.advice),
    phase: idsOf(pack.phases),
    column: idsOf(pack.columns).add('none'),
  }
  return expect
    .flatMap((moment, index) => namesIn(moment).map((named) => ({ ...named, path: ['expect', index, ...named.path] })))
    .filter(({ kind, name }) => known[kind]?.has(name) !== true)
    .map(({ kind, name, ...at }) => {
      const says = `There is no ${kind} "${name}" in this pack.`
      return { ...at, says: says + suggestion(says, pack) }
    })
}

function namesIn({ obligations, owners, carried, blocks, guardrails, advice, phase, column, next }: Rehearsal['expect'][number]): Named[] {
  const one = (kind: string, field: string, name: string | undefined): Named[] =>
    name === undefined ? [] : [{ kind, name, path: field.split('.') }]
  const list = (kind: string, field: string, names: readonly string[] = []): Named[] =>
    names.map((name, place) => ({ kind, name, path: [field, place] }))
  const keys = (field: string, map: Readonly<Record<string, string>> = {}): Named[] =>
    Object.keys(map).map((name) => ({ kind: 'duty', name, path: [field], key: name }))
  return [
    ...keys('obligations', obligations),
    ...keys('owners', owners),
    ...list('duty', 'carried', carried),
    ...list('duty', 'blocks', blocks),
    ...list('guardrail', 'guardrails', guardrails),
    ...list('advice', 'advice', advice),
    ...one('phase', 'phase', phase),
    ...one('column', 'column', column),
    ...one('duty', 'next.duty', next?.duty),
  ]
}

const idsOf = (list: readonly { id: string }[]): Set<string> => new Set(list.map(({ id }) => id))
