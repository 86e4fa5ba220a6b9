// Before it hurts: what hangs on one person, what nothing takes over for, and when nobody will be on call. Read from the configuration alone.
import { coverageRisks } from './coverage.ts'
import { RISKS, type Estate, type Risk } from './estate.ts'
import { fallbackRisks } from './fallbacks.ts'
import { listed } from './listed.ts'
import { nameOf, reachOf, type Reach } from './reach.ts'
import { roleRisks } from './roles.ts'
import type { Instant } from '../vocabulary.ts'

/** What the critical path hangs on first, then by kind. */
export function singlePoints(estate: Estate, now: Instant): Risk[] {
  const reach = reachOf(estate.directory)
  const found = [...ladderRisks(estate, reach), ...fallbackRisks(estate), ...roleRisks(estate, reach), ...coverageRisks(estate, now)]
  return found.toSorted((a, b) => Number(b.isCritical) - Number(a.isCritical) || RISKS.indexOf(a.kind) - RISKS.indexOf(b.kind))
}

/** A policy is one risk, however many services are called by it. */
function ladderRisks({ services, policies, directory }: Estate, reach: Reach): Risk[] {
  const byPolicy = Map.groupBy(services, ({ policyId }) => policyId)
  return [...byPolicy].flatMap(([id, called]): Risk[] => {
    const policy = policies.get(id)
    if (policy === undefined) return []
    const people = [...reach(policy.rungs.flatMap(({ targets }) => targets))]
    const [only] = people
    if (people.length > 1) return []
    const of = listed(called.map(({ name }) => name))
    const common = { isCritical: called.some(({ criticalPath }) => criticalPath), place: { kind: 'policy' as const, id } }
    if (only === undefined)
      return [
        {
          ...common,
          kind: 'nobody',
          says: `Nobody on the ladder of ${of} can be called.`,
          mend: `Put somebody who can be reached on ${policy.name}.`,
        },
      ]
    return [
      {
        ...common,
        kind: 'one-person',
        says: `${nameOf(directory, only)} alone can be called for ${of}.`,
        mend: `Put a second person on ${policy.name}, and let them practise together.`,
      },
    ]
  })
}
