// Roles of the protocol that would be called and that nobody, or only one person, is on call for.
import { ON_THE_LADDER } from '../protocol/calls.ts'
import type { Estate, Kept, Risk } from './estate.ts'
import { listed } from './listed.ts'
import { nameOf, type Reach } from './reach.ts'

/** The set that what the business lives by calls, whatever its policy says. */
const EVERYONE = 'everyone'

export function roleRisks(estate: Estate, reach: Reach): Risk[] {
  const called = calledRoles(estate)
  const peopleFor = (role: string) => [...reach(estate.roles[role] ?? [])]
  const empty = [...called.keys()].filter((role) => peopleFor(role).length === 0)
  const known = new Set([...called.keys(), ...Object.keys(estate.roles)])
  return [
    ...emptyRisks(estate, called, empty),
    ...[...known].flatMap((role): Risk[] => {
      const [only, second] = peopleFor(role)
      if (only === undefined || second !== undefined) return []
      return [
        {
          kind: 'role-one-person',
          isCritical: isCritical(called.get(role) ?? []),
          says: `${nameOf(estate.directory, only)} alone is on call for ${titleOf(estate, role)}.`,
          mend: 'Name somebody else too, among the roles.',
          place: { kind: 'role', id: role },
        },
      ]
    }),
  ]
}

/** Roles that the same services call for are mended together, and told as one. */
function emptyRisks(estate: Estate, called: Called, empty: readonly string[]): Risk[] {
  const together = Map.groupBy(empty, (role) => (called.get(role) ?? []).map(({ id }) => id).join())
  return [...together.values()].flatMap((roles): Risk[] => {
    const [first] = roles
    if (first === undefined) return []
    const services = called.get(first) ?? []
    const titles = listed(roles.map((role) => titleOf(estate, role)))
    return [
      {
        kind: 'role-empty',
        isCritical: isCritical(services),
        says: `${listed(services.map(({ name }) => name))} would call for ${titles}, and nobody is on call for ${roles.length === 1 ? 'it' : 'them'}.`,
        mend: 'Name somebody among the roles.',
        place: { kind: 'role', id: first },
      },
    ]
  })
}

type Called = ReadonlyMap<string, readonly Kept[]>

/** By role, the services whose incidents call for it at once. */
function calledRoles({ services, policies, pack }: Pick<Estate, 'services' | 'policies' | 'pack'>): Called {
  const called = new Map<string, Kept[]>()
  for (const service of services) {
    const sets = [...(policies.get(service.policyId)?.calls ?? []), ...(service.criticalPath ? [EVERYONE] : [])]
    const roles = new Set(sets.flatMap((set) => Object.values(pack.sets[set] ?? {}).flat()))
    roles.delete(ON_THE_LADDER)
    for (const role of roles) {
      const list = called.get(role)
      if (list === undefined) called.set(role, [service])
      else list.push(service)
    }
  }
  return called
}

const isCritical = (services: readonly Kept[]): boolean => services.some(({ criticalPath }) => criticalPath)

const titleOf = ({ pack }: Pick<Estate, 'pack'>, role: string): string => pack.roles.find(({ id }) => id === role)?.name ?? role
