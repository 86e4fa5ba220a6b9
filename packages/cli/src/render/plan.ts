// A plan as a readable difference: a sign, a kind and a name a line, and how many of each.
import type { Applied, PlanStep } from '@muster/contract/config-document.ts'
import type { Io } from '../io.ts'
import { table, paragraph, type Cell } from './table.ts'

const signs = {
  create: { text: '+ create', tint: 'green' },
  change: { text: '~ change', tint: 'amber' },
  remove: { text: '- remove', tint: 'red' },
} as const satisfies Record<PlanStep['action'], Cell>

export function planText({ steps }: Pick<Applied, 'steps'>, io: Io): string {
  if (steps.length === 0) return 'Nothing to do: the organisation matches the document.\n'
  const rows = steps.map((step): Cell[] => [signs[step.action], step.kind, step.slug, step.fields.join(', ')])
  const columns = [{ title: 'Step' }, { title: 'Kind' }, { title: 'Name' }, { title: 'Fields', flexible: true }]
  const count = (action: PlanStep['action']) => steps.filter((step) => step.action === action).length
  return `${table({ columns, rows }, io)}\n${count('create')} to create, ${count('change')} to change, ${count('remove')} to remove.\n`
}

export function warningsText({ warnings }: Pick<Applied, 'warnings'>, io: Io): string {
  return warnings.map((warning) => paragraph(`Mind: ${warning}`, io)).join('')
}

/** The one time these keys are seen: only their digest is stored. */
export function newKeysText({ newKeys }: Pick<Applied, 'newKeys'>): string {
  if (newKeys.length === 0) return ''
  const lines = newKeys.map(({ service, integration, key }) => `  ${service}/${integration}  ${key}\n`)
  return `\nNew keys. Keep them now: they are not shown again.\n${lines.join('')}`
}
