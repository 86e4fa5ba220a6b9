// What a draft may name: the people there are, by their slugs.
import type { UserId } from '@muster/core/vocabulary.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import { Refused } from '../actor.ts'
import type { Fault } from '../config/check-references.ts'

export function namesIn({ directory }: OrgConfig): Map<string, UserId> {
  return new Map([...directory.people.values()].map(({ slug, id }) => [slug, id]))
}

export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new Refused('INVALID', { reason: 'invalid-draft', hint: 'Mend every fault listed.', faults })
}
