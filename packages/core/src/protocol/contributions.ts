// Who contributed what to an incident: read off its log, so that what was done quietly is seen in the review too.
import { all } from './ask.ts'
import type { Fact, Facts } from './facts.ts'

export const CONTRIBUTIONS = ['found', 'impact', 'told', 'tried', 'decided', 'wrote', 'helped'] as const
export type Contribution = (typeof CONTRIBUTIONS)[number]

const KIND_OF: Readonly<Record<string, Contribution>> = {
  'finding.noted': 'found',
  'hypothesis.stated': 'found',
  'hypothesis.settled': 'found',
  'evidence.added': 'found',
  'reading.changed': 'found',
  'dependency.found': 'found',
  'conflict.settled': 'found',
  'impact.noted': 'impact',
  'update.sent': 'told',
  'question.answered': 'told',
  'run.step': 'tried',
  'change.made': 'tried',
  'change.undone': 'tried',
  'workaround.applied': 'tried',
  'decision.made': 'decided',
  'severity.changed': 'decided',
  'deviation.invoked': 'decided',
  'handover.written': 'wrote',
  'document.flagged': 'wrote',
  'deviation.recorded': 'wrote',
  'followup.created': 'wrote',
  'link.added': 'wrote',
  'file.added': 'wrote',
  'ask.accepted': 'helped',
}

export type Contributor = { id: string; by: unknown; of: Readonly<Record<Contribution, readonly Fact[]>>; count: number }

/** Whoever contributed most first; people alone: what Muster and monitors wrote is nobody's. */
export function contributions(facts: Facts): Contributor[] {
  const found = new Map<string, { by: unknown; of: Record<Contribution, Fact[]>; count: number }>()
  for (const [logged, kind] of Object.entries(KIND_OF)) {
    for (const fact of all(facts, { logged })) {
      const id = personOf(fact)
      if (id === null) continue
      const one = found.get(id) ?? { by: fact.body['by'], of: nothing(), count: 0 }
      one.of[kind].push(fact)
      one.count += 1
      found.set(id, one)
    }
  }
  return [...found].map(([id, one]) => ({ id, ...one })).toSorted((a, b) => b.count - a.count || a.id.localeCompare(b.id))
}

const nothing = (): Record<Contribution, Fact[]> => ({ found: [], impact: [], told: [], tried: [], decided: [], wrote: [], helped: [] })

/** A person of the organisation, or a member who is none of them. */
function personOf({ body }: Fact): string | null {
  const by = body['by']
  if (typeof by !== 'object' || by === null || !('type' in by) || (by.type !== 'user' && by.type !== 'member')) return null
  return 'id' in by && typeof by.id === 'string' ? by.id : null
}
