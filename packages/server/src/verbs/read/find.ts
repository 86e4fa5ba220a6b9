// Finds things by the name people use, or refuses with how to list them.
import type { Person } from '@muster/core/page/directory.ts'
import type { OrgConfig, Service } from '../../store/org-config.ts'
import { Refused } from '../actor.ts'

export function personNamed(config: OrgConfig, slug: string): Person {
  const found = [...config.directory.people.values()].find((one) => one.slug === slug || one.id === slug)
  if (found === undefined)
    throw new Refused('NOT_FOUND', { reason: 'no-such-person', hint: `There is no person "${slug}". List them with: muster export` })
  return found
}

export function serviceNamed(config: OrgConfig, slug: string): Service {
  const found = [...config.services.values()].find((one) => one.slug === slug || one.id === slug)
  if (found === undefined)
    throw new Refused('NOT_FOUND', { reason: 'no-such-service', hint: `There is no service "${slug}". List them with: muster export` })
  return found
}
