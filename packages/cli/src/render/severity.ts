// Severity as shape, word and colour together, the same on every face of the product.
import type { Severity } from '@muster/core/vocabulary.ts'
import type { Tint } from './paint.ts'

const marks = {
  SEV0: { text: '◆ crisis', tint: 'red' },
  SEV1: { text: '▲ major', tint: 'amber' },
  SEV2: { text: '■ standard', tint: 'blue' },
  SEV3: { text: '● business hours', tint: 'grey' },
} as const satisfies Record<Severity, { text: string; tint: Tint }>

export function severityMark(severity: Severity): { text: string; tint: Tint } {
  return marks[severity]
}
