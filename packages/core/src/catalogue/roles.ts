// Roles of the protocol that would be called and that nobody, or only one person, is on call for.
import { ON_THE_LADDER } from '../protocol/calls.ts'
import { listed } from './listed.ts'
import { nameOf, type Reach } from './reach.ts'
import type { Estate, Risk } from './estate.ts'

/** The set that what the business lives by calls, whatever its policy says. */
const EVERYONE = 'everyone'

export function roleRisks({ services, policies, roles, directory, pack }: Estate, reach: Reach): Risk[] {
  const called = calledRoles({ services, policies, pack })
  const titleOf = (role: string) => pack.roles.find(({ id }) => id === role)?.name ?? role
  return [...new Set([...called.keys(), ...Object.keys(roles)])].flatMap((role): Risk[] => {
    const people = [...reach(roles[role] ?? [])]
    const wanted = called.get(role) ?? []
    const [only] = people
    const common = { isCritical: wanted.some(({ criticalPath }) => criticalPath), place: { kind: 'role' as const, id: role } }
    if (people.length > 1 || (only === undefined && wanted.length === 0)) return []
    const mend = `Name somebody${only === undefined ? '' : ' else too'} for ${titleOf(role)}, among the roles.`
    if (only === undefined) {
      const of = listed(wanted.map(({ name }) => name))
      return [{ ...common, kind: 'role-empty', says: `${of} would call for ${titleOf(role)}, and nobody is on call for it.`, mend }]
    }
    return [{ ...common, kind: 'role-one-person', says: `${nameOf(directory, only)} alone is on call for ${titleOf(role)}.`, mend }]
  })
}

/** By role, the services whose incidents call for it at once. */
function calledRoles({
  services,
  policies,
  pack,
}: Pick<Estate, 'services' | 'policies' | 'pack'>): Map<string, Estate['services'][number][]> {
  const called = new Map<string, Estate['services'][number][]>()
  for (const service of services) {
    const sets = [...(policies.get(service.policyId)?.calls ?? []), ...(service.criticalPath ? [EVERYONE] : [])]
    const roles = new Set(sets.flatMap((set) => Object.values(pack.sets[set] ?? {}).flat()))
    roles.delete(ON_THE_LADDER)
    for (const role of roles) called.set(role, [...(called.get(role) ?? []), service])
  }
  return called
}
