// What a sample would become, field by field, without storing anything.
import { explain } from '@muster/adapters/generic/intake.ts'
import { intakes } from '@muster/adapters/intakes.ts'
import type { IntakeContext } from '@muster/adapters/intake.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'

export type DryRunInput = { kind: 'pagerduty' | 'alertmanager' | 'alertmanager-ingest' | 'generic'; mapping?: unknown; body: unknown }

const kinds = { pagerduty: 'pagerduty-events', alertmanager: 'alertmanager-webhook', 'alertmanager-ingest': 'alertmanager-ingest' } as const

export function dryRun(world: World, caller: Caller, input: DryRunInput) {
  permit(caller, 'signal.dry-run')
  const context: IntakeContext = {
    now: world.clock.now(),
    defaultSeverity: 'error',
    mapping: input.mapping ?? null,
    newKey: () => 'made-by-the-server',
  }
  if (input.kind === 'generic') {
    const told = explain(input.body, context)
    if (!told.ok) return { signals: [], from: [], problems: [JSON.stringify(told.answer.body)] }
    return { signals: told.signals.map((one) => ({ ...one.signal })), from: told.signals.map((one) => ({ ...one.from })), problems: [] }
  }
  const parsed = intakes[kinds[input.kind]].parse(input.body, context)
  if (!parsed.ok) return { signals: [], from: [], problems: [JSON.stringify(parsed.answer.body)] }
  return { signals: parsed.signals.map((signal) => ({ ...signal })), from: [], problems: [] }
}
