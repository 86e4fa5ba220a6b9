// What a service stands on, and what stands on it.
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import type { ServiceId } from '@muster/core/vocabulary.ts'
import type { OrgConfig, Service } from '../../store/org-config.ts'

/** Everything may stand on one database: no screen shows more of them. */
const MOST_USERS = 200

export type Neighbours = { dependsOn: Service[]; usedBy: Service[] }

export function neighboursOf(config: OrgConfig, serviceId: ServiceId): Neighbours {
  const usedBy = [...config.services.values()].filter((one) => isInUse(one) && one.dependsOn.includes(serviceId))
  return { dependsOn: standsOn(config, config.services.get(serviceId)), usedBy: usedBy.toSorted(bySlug).slice(0, MOST_USERS) }
}

export function standsOn({ services }: OrgConfig, service: Service | undefined): Service[] {
  return (service?.dependsOn ?? []).flatMap((id) => services.get(id) ?? []).filter(isInUse)
}

export function dependenciesOf(config: OrgConfig, serviceId: ServiceId): IncidentDetail['dependencies'] {
  const { dependsOn, usedBy } = neighboursOf(config, serviceId)
  const named = ({ slug, name }: Service) => ({ slug, name })
  return { dependsOn: dependsOn.map(named), usedBy: usedBy.map(named) }
}

export const isInUse = ({ disabled }: Service): boolean => !disabled

/** By code unit, as the database compares with the C collation and a cursor must too. */
export const bySlug = (a: Service, b: Service): number => (a.slug < b.slug ? -1 : Number(a.slug > b.slug))
