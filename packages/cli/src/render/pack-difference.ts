// The difference between two packs for a reader: a sign, a part, a name and what changed a line.
import type { Io } from '../io.ts'
import type { PackChange } from '@muster/core/protocol/difference.ts'
import { arrow, fieldText, shortened } from '@muster/core/protocol/difference-words.ts'
import { table, type Cell } from './table.ts'

const signs = {
  add: { text: '+ add', tint: 'green' },
  change: { text: '~ change', tint: 'amber' },
  reorder: { text: '~ reorder', tint: 'amber' },
  remove: { text: '- remove', tint: 'red' },
} as const satisfies Record<PackChange['action'], Cell>

export function differenceText(changes: readonly PackChange[], io: Io): string {
  if (changes.length === 0) return 'No difference: both packs say the same.\n'
  const columns = [{ title: 'Step' }, { title: 'Part' }, { title: 'Name', flexible: 20 }, { title: 'What', flexible: true }]
  const count = (...actions: PackChange['action'][]) => changes.filter(({ action }) => actions.includes(action)).length
  const counts = `${count('add')} added, ${count('change', 'reorder')} changed, ${count('remove')} removed.`
  return `${table({ columns, rows: changes.flatMap(rowsOf) }, io)}\n${counts}\n`
}

function rowsOf(change: PackChange): Cell[][] {
  const sign = signs[change.action]
  switch (change.action) {
    case 'add':
    case 'remove':
      return [[sign, change.part, change.id, shortened(change.about)]]
    case 'change':
      return change.fields.map((field) => [sign, change.part, change.id, fieldText(field)])
    case 'reorder':
      return [[sign, change.part, '', arrow(change.from.join(', '), change.to.join(', '))]]
  }
}
