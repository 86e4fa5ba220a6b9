// The protocol of an incident in words: the next step, who has which hat, what is owed and until when.
import type { ObligationView, ProtocolView } from '@muster/contract/protocol.ts'
import type { Io } from '../io.ts'
import { paragraph, table, type Cell } from './table.ts'
import { when } from './times.ts'

export function protocolText(view: ProtocolView, io: Io): string {
  const { label, phase, column, now, owed, guardrails, advice } = view
  const head = `${label}, ${phase.name}${column === null ? '' : `. ${column.name}`}`
  const next = now === null ? 'Nothing is owed by you now.' : `Do this now: ${now.says}\n${now.why} ${dueWords(now, io)}`
  const held = view.roles.filter(({ who }) => who !== null).map(({ name, who }) => `${name}: ${who?.name}`)
  return [
    paragraph(head, io),
    paragraph(next, io),
    ...(held.length === 0 ? [] : [`${held.join('\n')}\n`]),
    ...(owed.length === 0 ? [] : [owedTable(owed, io)]),
    ...guardrails.map(({ says, instead }) => paragraph(`Held back: ${says} ${instead}`, io)),
    ...advice.map(({ says, why }) => paragraph(`Advice: ${says} ${why}`, io)),
  ].join('\n')
}

const dueWords = ({ state, dueAt }: ObligationView, io: Io): string =>
  `${state === 'overdue' ? 'It was due' : 'It is due'} ${when(dueAt, io)}.`

function owedTable(owed: readonly ObligationView[], io: Io): string {
  const columns = [{ title: 'Until' }, { title: 'Owed', flexible: true }, { title: 'By', flexible: 12 }, { title: 'State' }] as const
  const state = ({ state: is }: ObligationView): Cell => (is === 'overdue' ? { text: is, tint: 'amber' } : is)
  return table(
    { columns, rows: owed.map((one) => [when(one.dueAt, io), one.says, one.owner.who?.name ?? one.owner.roleName, state(one)]) },
    io,
  )
}
