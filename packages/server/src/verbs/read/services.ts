// Services as a list and one by one: how each fares, what it stands on, and what happened to it.
import type { ServiceDetail, ServiceRow } from '@muster/contract/services.ts'
import type { IncidentView } from '@muster/contract/incidents.ts'
import { openingWords } from '@muster/core/hours/words.ts'
import { rostersOf } from '@muster/core/page/directory.ts'
import { firstWoken } from '@muster/core/page/first-woken.ts'
import type { Instant, PolicyId, ServiceId, Severity } from '@muster/core/vocabulary.ts'
import type { Packs } from '../../packs.ts'
import type { Tx } from '../../store/db.ts'
import { incidentOf } from '../../store/held.ts'
import { hoursOf, type OrgConfig, type Service } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { silenceView, type SilenceRow } from '../silence/silences.ts'
import { changesBetween } from './changes.ts'
import { bySlug, isInUse, neighboursOf, standsOn } from './dependencies.ts'
import { serviceNamed } from './find.ts'
import { integrationRows } from './integrations.ts'
import { faringOf, sendingOf, type Faring } from './service-faring.ts'
import { incidentView, isoOrNull, personView } from './views.ts'

const MOST_INCIDENTS = 20
const MOST_CHANGES = 20
const MOST_SILENCES = 50

export async function listServices(world: World, caller: Caller, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  permit(caller, 'service.read')
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const after = [...config.services.values()]
      .filter((one) => isInUse(one) && (cursor === undefined || one.slug > cursor))
      .toSorted(bySlug)
    const shown = after.slice(0, limit)
    const now = world.clock.now()
    const ids = shown.map(({ id }) => id)
    const faring = await faringOf(tx, config, { ids, now })
    const sending = await sendingOf(tx, config, ids)
    const ladders = laddersOf(config, now)
    const items = shown.map((service): ServiceRow => {
      const sent = sending.get(service.id)
      return {
        ...serviceView(service, { faring: faring(service.id), ladders, worst: worstOf(world, config) }),
        dependsOn: standsOn(config, service).map(({ slug }) => slug),
        integrations: sent?.integrations ?? 0,
        lastSignalAt: isoOrNull(sent?.lastAt ?? null),
      }
    })
    return { items, next: after.length > limit ? (items.at(-1)?.slug ?? null) : null }
  })
}

export async function showService(world: World, caller: Caller, slug: string): Promise<ServiceDetail> {
  permit(caller, 'service.read')
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const service = presentService(config, slug)
    const now = world.clock.now()
    const { dependsOn, usedBy } = neighboursOf(config, service.id)
    const faring = await faringOf(tx, config, { ids: [...new Set([service, ...dependsOn, ...usedBy].map(({ id }) => id))], now })
    const neighbour = ({ id, slug: named, name }: Service) => ({ slug: named, name, health: faring(id).health })
    const integrations = await integrationRows(tx, config, service.id)
    const lastSignals = integrations.flatMap(({ lastSignalAt }) => lastSignalAt ?? [])
    return {
      ...serviceView(service, { faring: faring(service.id), ladders: laddersOf(config, now), worst: worstOf(world, config) }),
      grouping: service.grouping,
      whatToDo: service.whatToDo,
      runbook: service.runbook,
      external: service.external,
      fallback: service.fallback,
      hours: hoursView(config, service, now),
      dependsOn: dependsOn.map(neighbour),
      usedBy: usedBy.map(neighbour),
      integrations,
      lastSignalAt: lastSignals.toSorted().at(-1) ?? null,
      incidents: await openIncidents(tx, { config, packs: world.packs }, service.id),
      recentChanges: await changesBetween(tx, config, { serviceId: service.id, from: 0, to: now, most: MOST_CHANGES }),
      silences: await silencesAround(tx, config, { serviceId: service.id, now }),
    }
  })
}

/** One that was removed has a history, but is no longer there to be looked at. */
export function presentService(config: OrgConfig, slug: string): Service {
  const service = serviceNamed(config, slug)
  if (isInUse(service)) return service
  throw new Refused('NOT_FOUND', {
    reason: 'service-removed',
    hint: `The service "${slug}" was removed. Name it in the organisation again and it comes back with its history.`,
  })
}

function hoursView(config: OrgConfig, service: Service, now: Instant): ServiceDetail['hours'] {
  const hours = hoursOf(config, service)
  return hours === null ? null : { says: openingWords(hours, now), own: service.hours !== null }
}

type Ladders = (policyId: PolicyId) => Pick<ServiceRow, 'policy' | 'nextOnCall'>

/** Services share policies, so each is asked once. */
function laddersOf(config: OrgConfig, now: Instant): Ladders {
  const roster = rostersOf(config.directory)(now)
  const slugs = new Map([...config.policyIds].map(([slug, id]) => [id, slug]))
  const known = new Map<PolicyId, ReturnType<Ladders>>()
  const look: Ladders = (policyId) => {
    const policy = config.policies.get(policyId)
    const { people, isLastResort } = policy === undefined ? { people: [], isLastResort: true } : firstWoken(policy, { now, roster })
    return {
      policy: { slug: slugs.get(policyId) ?? 'removed', name: policy?.name ?? 'A removed policy' },
      nextOnCall: { people: people.map((userId) => personView(userId, config)), isLastResort },
    }
  }
  return (policyId) => {
    const found = known.get(policyId) ?? look(policyId)
    known.set(policyId, found)
    return found
  }
}

type Around = { faring: Faring; ladders: Ladders; worst: Worst }

type Worst = (severity: Severity | null) => Pick<ServiceRow, 'worstSeverity' | 'worstLabel'>

const worstOf =
  ({ packs }: Pick<World, 'packs'>, config: OrgConfig): Worst =>
  (severity) => ({
    worstSeverity: severity,
    worstLabel: severity === null ? null : packs.chosenBy(config).labels[severity].label,
  })

function serviceView({ slug, name, criticalPath, policyId }: Service, { faring, ladders, worst }: Around) {
  const { health, open: openIncidents } = faring
  return { slug, name, criticalPath, health, openIncidents, ...worst(faring.worst), ...ladders(policyId) }
}

async function openIncidents(
  tx: Tx,
  { config, packs }: { config: OrgConfig; packs: Packs },
  serviceId: ServiceId,
): Promise<IncidentView[]> {
  const { rows } = await tx.query(
    `select * from incidents where service_id = $1 and status <> 'resolved' order by severity, opened_at limit ${MOST_INCIDENTS}`,
    [serviceId],
  )
  return rows.map((row) => incidentView(incidentOf(row), config, packs))
}

type Where = { serviceId: ServiceId; now: Instant }

async function silencesAround(tx: Tx, config: OrgConfig, { serviceId, now }: Where): Promise<ServiceDetail['silences']> {
  const { rows } = await tx.query<SilenceRow>(
    `select id, service_id, labels, reason, ends_at, ended_at from silences where org_id = $1 and ended_at is null and ends_at > $2
       and (service_id = $3 or service_id is null) order by ends_at limit ${MOST_SILENCES}`,
    [config.orgId, now, serviceId],
  )
  return rows.map((row) => silenceView(row, config))
}
