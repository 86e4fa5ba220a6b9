// Writes the rows of a checked document. What is left out is disabled or removed; ids of what stays never change.
import { createHash, randomBytes } from 'node:crypto'
import type { Applied, ConfigDocument } from '@muster/contract/config-document.ts'
import type { Target } from '@muster/core/page/policy.ts'
import type { Schedule } from '@muster/core/schedule/schedule.ts'
import type { OrgId, ScheduleId, UserId } from '@muster/core/vocabulary.ts'
import type { Ids } from '../../ids.ts'
import type { Secrets } from '../../secrets.ts'
import type { Row, Tx } from '../../store/db.ts'
import { hex, upsertRows } from '../../store/rows.ts'
import type { Current } from './current.ts'
import { removeContacts, writePeople, type IdOf } from './write-people.ts'
import { writeSources } from './write-sources.ts'

export type Writing = { tx: Tx; orgId: OrgId; ids: Ids; secrets: Secrets }
/** Targets by a name of the protocol. */
type Named = Record<string, Target[]>
export type Written = { newKeys: Applied['newKeys']; movedServices: string[]; catchAll: Target[]; roles: Named; audiences: Named }

/** Slugs are how a document names things: a renamed slug is another thing. */
const bySlug = { key: 'org_id, id', fixed: ['slug', 'user_id'] }

export async function writeConfig(writing: Writing, current: Current, wanted: ConfigDocument): Promise<Written> {
  const { tx, orgId } = writing
  const idOf = idsFor(writing, current)
  const lossBefore = new Map(current.document.services.map(({ slug, lossPerMinute = null }) => [slug, lossPerMinute]))
  const target = (to: ConfigDocument['catchAll']['targets'][number]): Target =>
    'person' in to
      ? { type: 'person', userId: idOf('person', to.person) as UserId }
      : { type: 'schedule', scheduleId: idOf('schedule', to.schedule) as ScheduleId }
  await writePeople(writing, idOf, wanted.people)
  await upsertRows(
    tx,
    'schedules',
    wanted.schedules.map((one) => ({
      org_id: orgId,
      id: idOf('schedule', one.slug),
      slug: one.slug,
      name: one.name,
      definition: scheduleOf(one, idOf),
    })),
    bySlug,
  )
  await upsertRows(
    tx,
    'policies',
    wanted.policies.map((one) => policyRow(writing, current, { policy: one, id: idOf('policy', one.slug), target })),
    bySlug,
  )
  await upsertRows(
    tx,
    'services',
    wanted.services.map((one) => serviceRow({ orgId, idOf, lossBefore }, one)),
    bySlug,
  )
  await writeSources(writing, { current, wanted: wanted.sources, idOf })
  const newKeys = await writeIntegrations(writing, { current, wanted, idOf })
  await removeLeftOut(writing, wanted, idOf)
  const before = new Map(current.document.services.map((one) => [one.slug, one.policy]))
  const moved = wanted.services.filter((one) => before.has(one.slug) && before.get(one.slug) !== one.policy)
  const catchAll = wanted.catchAll.targets.map(target)
  const named = (of: ConfigDocument['roles']): Named =>
    Object.fromEntries(Object.entries(of).map(([name, targets]) => [name, targets.map(target)]))
  const [roles, audiences] = [named(wanted.roles), named(wanted.audiences)]
  return { newKeys, movedServices: moved.map((one) => idOf('service', one.slug)), catchAll, roles, audiences }
}

function idsFor({ ids }: Writing, current: Current): IdOf {
  const made = new Map(current.ids)
  const prefixes = {
    person: 'user',
    contact: 'contact',
    schedule: 'schedule',
    policy: 'policy',
    service: 'service',
    integration: 'integration',
    source: 'source',
  } as const
  return (kind, slug) => {
    const name = `${kind} ${slug}`
    const id = made.get(name) ?? ids(prefixes[kind])
    made.set(name, id)
    return id
  }
}

/** The rota as the rules know it; `idOf` turns the document's names into ids. */
export function scheduleOf(one: ConfigDocument['schedules'][number], idOf: IdOf): Schedule {
  const user = (slug: string) => idOf('person', slug) as UserId
  return {
    id: idOf('schedule', one.slug) as ScheduleId,
    name: one.name,
    timeZone: one.timeZone,
    layers: one.layers.map(({ slug, name, participants, ...rotation }) => ({
      id: slug,
      name: name ?? slug,
      participants: participants.map(user),
      rotation,
    })),
    overrides: one.overrides.map(({ slug, person, replaces, startsAt, endsAt }) => ({
      id: slug,
      userId: person === null ? null : user(person),
      replaces: replaces === null ? null : user(replaces),
      startsAt: Date.parse(startsAt),
      endsAt: Date.parse(endsAt),
    })),
  }
}

type PolicyParts = {
  policy: ConfigDocument['policies'][number]
  id: string
  target: (to: ConfigDocument['catchAll']['targets'][number]) => Target
}

function policyRow({ orgId }: Writing, current: Current, { policy, id, target }: PolicyParts): Row {
  const old = current.document.policies.find((one) => one.slug === policy.slug)
  const version = current.policyVersions.get(policy.slug) ?? 0
  const changed = old === undefined || JSON.stringify(old) !== JSON.stringify(policy)
  return {
    org_id: orgId,
    id,
    slug: policy.slug,
    name: policy.name,
    version: changed ? version + 1 : version,
    repeat: policy.repeat,
    ack_timeout_minutes: policy.ackTimeoutMinutes,
    rungs: policy.rungs.map((rung) => ({ ...rung, targets: rung.targets.map(target) })),
    calls: policy.calls,
  }
}

type Service = ConfigDocument['services'][number]
type WritingService = {
  orgId: OrgId
  idOf: IdOf
  /** By slug: left out of the document, it stays. */ lossBefore: ReadonlyMap<string, Service['lossPerMinute']>
}

function serviceRow({ orgId, idOf, lossBefore }: WritingService, one: Service): Row {
  return {
    org_id: orgId,
    id: idOf('service', one.slug),
    slug: one.slug,
    name: one.name,
    policy_id: idOf('policy', one.policy),
    critical_path: one.criticalPath,
    grouping: one.grouping,
    what_to_do: one.whatToDo,
    runbook: one.runbook,
    depends_on: one.dependsOn.map((slug) => idOf('service', slug)),
    indicators: one.indicators,
    external: one.external,
    fallback: one.fallback,
    hours: one.hours,
    loss_per_minute: one.lossPerMinute === undefined ? (lossBefore.get(one.slug) ?? null) : one.lossPerMinute,
    disabled: false,
  }
}

async function writeIntegrations(
  { tx, orgId }: Writing,
  { current, wanted, idOf }: { current: Current; wanted: ConfigDocument; idOf: IdOf },
): Promise<Applied['newKeys']> {
  const newKeys: Applied['newKeys'] = []
  const all = wanted.services.flatMap((service) =>
    service.integrations.map((one) => ({ service, one, name: `${service.slug} ${one.slug}` })),
  )
  const row = ({ service, one, name }: (typeof all)[number]): Row => ({
    org_id: orgId,
    id: idOf('integration', name),
    service_id: idOf('service', service.slug),
    slug: one.slug,
    kind: one.kind,
    default_severity: one.defaultSeverity,
    mapping: one.mapping ?? null,
    disabled: false,
  })
  const kept = all.filter(({ one, name }) => one.key === undefined && current.ids.has(`integration ${name}`))
  for (const item of kept) {
    const { id, ...fields } = row(item)
    await tx.query(
      'update integrations set slug = $3, kind = $4, default_severity = $5, mapping = $6, disabled = false where org_id = $1 and id = $2',
      [
        orgId,
        id,
        fields['slug'],
        fields['kind'],
        fields['default_severity'],
        fields['mapping'] === null ? null : JSON.stringify(fields['mapping']),
      ],
    )
  }
  const keyed = all
    .filter((item) => !kept.includes(item))
    .map((item) => {
      const key = item.one.key ?? randomBytes(24).toString('base64url')
      if (item.one.key === undefined) newKeys.push({ service: item.service.slug, integration: item.one.slug, key })
      return { ...row(item), key_hash: hex(createHash('sha256').update(key).digest()) }
    })
  await upsertRows(tx, 'integrations', keyed, 'org_id, id')
  return newKeys
}

/** People, their contacts, services and integrations have a history, so they are switched off; the rest is deleted. */
async function removeLeftOut({ tx, orgId }: Writing, wanted: ConfigDocument, idOf: IdOf): Promise<void> {
  const ids = (kind: Parameters<IdOf>[0], slugs: string[]) => slugs.map((slug) => idOf(kind, slug))
  const integrations = wanted.services.flatMap((service) => service.integrations.map((one) => `${service.slug} ${one.slug}`))
  await tx.query('update integrations set disabled = true where org_id = $1 and not id = any($2)', [
    orgId,
    ids('integration', integrations),
  ])
  await tx.query('update services set disabled = true where org_id = $1 and not id = any($2)', [
    orgId,
    ids(
      'service',
      wanted.services.map((one) => one.slug),
    ),
  ])
  await tx.query('update users set disabled = true where org_id = $1 and not id = any($2)', [
    orgId,
    ids(
      'person',
      wanted.people.map((one) => one.slug),
    ),
  ])
  await tx.query('delete from schedules where org_id = $1 and not id = any($2)', [
    orgId,
    ids(
      'schedule',
      wanted.schedules.map((one) => one.slug),
    ),
  ])
  await tx.query(
    'delete from policies p where org_id = $1 and not id = any($2) and not exists (select from services s where s.org_id = p.org_id and s.policy_id = p.id)',
    [
      orgId,
      ids(
        'policy',
        wanted.policies.map((one) => one.slug),
      ),
    ],
  )
  await removeContacts({ tx, orgId }, idOf, wanted.people)
}

/** Last in its transaction: incidents are locked before the organisation's row, here as everywhere. */
export async function writeOrganisation(
  { tx, orgId }: Writing,
  wanted: ConfigDocument,
  { catchAll, roles, audiences }: Written,
): Promise<void> {
  await tx.query(
    `update orgs set name = coalesce($2, name), catch_all = $3, managed_by = $4, protocol = coalesce($5, protocol), roles = $6, audiences = $7,
         hours = case when $8 then $9::jsonb else hours end, bridge = case when $10 then $11::jsonb else bridge end, config_version = config_version + 1
       where id = $1`,
    [
      orgId,
      wanted.organisation?.name ?? null,
      JSON.stringify(catchAll),
      wanted.managedBy ?? null,
      wanted.organisation?.protocol ?? null,
      JSON.stringify(roles),
      JSON.stringify(audiences),
      wanted.organisation?.hours !== undefined,
      wanted.organisation?.hours == null ? null : JSON.stringify(wanted.organisation.hours),
      wanted.organisation?.bridge !== undefined,
      wanted.organisation?.bridge == null ? null : JSON.stringify(wanted.organisation.bridge),
    ],
  )
}
