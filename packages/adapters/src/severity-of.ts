// The words monitors use for "how bad", read as our four; null when the word says nothing.
import type { SignalSeverity } from '@muster/core/vocabulary.ts'

const words: ReadonlyMap<string, SignalSeverity> = new Map(
  Object.entries({
    critical: ['critical', 'crit', 'page', 'fatal', 'emergency', 'disaster', 'p1'],
    error: ['error', 'err', 'major', 'high', 'p2'],
    warning: ['warning', 'warn', 'minor', 'medium', 'p3'],
    info: ['info', 'none', 'informational', 'information', 'notice', 'low', 'p4', 'p5'],
  } satisfies Record<SignalSeverity, string[]>).flatMap(([severity, spellings]) =>
    spellings.map((word) => [word, severity as SignalSeverity] as const),
  ),
)

export function severityOf(value: unknown): SignalSeverity | null {
  return typeof value === 'string' ? (words.get(value.trim().toLowerCase()) ?? null) : null
}
