// The organisation as it is stored, in the shape of the document: what export gives back and what a plan compares with.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import type { PerMinute } from '@muster/core/comms/loss.ts'
import type { Rung, Target } from '@muster/core/page/policy.ts'
import type { Hours } from '@muster/core/hours/hours.ts'
import type { Schedule } from '@muster/core/schedule/schedule.ts'
import type { Bridge } from '@muster/core/incident/bridge.ts'
import type { Grouping } from '@muster/core/incident/incident.ts'
import type { ChannelName, OrgId, SignalSeverity } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'

type Integration = ConfigDocument['services'][number]['integrations'][number]
type Source = ConfigDocument['sources'][number]

/** How it stands in the document, and how long after a rung it rings; null: not at all. */
export type Browser = { contact: NonNullable<ConfigDocument['people'][number]['contacts']>[number]; delayMinutes: number | null }

/** Document plus the ids behind its slugs; disabled services and integrations are left out, disabled people are not. */
export type Current = {
  document: ConfigDocument
  ids: Map<string, string>
  /** Disabled ones too, so that a slug that comes back keeps its id and its history. */
  policyVersions: Map<string, number>
  /** What is stored of secrets, by the names `ids` uses: digests of integration keys, sealed secrets of contacts and sources. */
  keyHashes: Map<string, Buffer>
  sealed: Map<string, Buffer>
  /** By slug: people whose contacts and rules are their own, and so no part of the document, with whether they have a contact. */
  ownContacts: Map<string, { reachable: boolean }>
  /** By slug of the person: the browsers that ring for them, and after how long. */
  browsers: Map<string, Browser[]>
}

export async function readCurrent(tx: Tx, orgId: OrgId): Promise<Current> {
  const rows = await readRows(tx, orgId)
  const { users, contacts, schedules, policies, services, integrations, sources } = rows
  const slugs = new Map<string, string>([...users, ...schedules, ...policies, ...services, ...contacts].map((row) => [row.id, row.slug]))
  const slugOf: SlugOf = (id) => slugs.get(id) ?? id
  const ids = new Map<string, string>([
    ...users.map((row): [string, string] => [`person ${row.slug}`, row.id]),
    ...contacts.map((row): [string, string] => [`contact ${slugOf(row.user_id)} ${row.slug}`, row.id]),
    ...schedules.map((row): [string, string] => [`schedule ${row.slug}`, row.id]),
    ...policies.map((row): [string, string] => [`policy ${row.slug}`, row.id]),
    ...services.map((row): [string, string] => [`service ${row.slug}`, row.id]),
    ...integrations.map((row): [string, string] => [`integration ${slugOf(row.service_id)} ${row.slug}`, row.id]),
    ...sources.map((row): [string, string] => [`source ${row.slug}`, row.id]),
  ])
  const reachable = new Set(contacts.filter((row) => !row.disabled).map((row) => row.user_id))
  return {
    document: documentOf(rows, slugOf),
    ids,
    browsers: browsersOf(rows, slugOf),
    policyVersions: new Map(policies.map((row) => [row.slug, row.version])),
    keyHashes: new Map(integrations.map((row) => [`integration ${slugOf(row.service_id)} ${row.slug}`, row.key_hash])),
    ownContacts: new Map(users.filter((row) => row.own_contacts).map((row) => [row.slug, { reachable: reachable.has(row.id) }])),
    sealed: new Map([
      ...contacts.flatMap((row): [string, Buffer][] =>
        row.secret === null ? [] : [[`contact ${slugOf(row.user_id)} ${row.slug}`, row.secret]],
      ),
      ...sources.flatMap((row): [string, Buffer][] => (row.token === null ? [] : [[`source ${row.slug}`, row.token]])),
    ]),
  }
}

type SlugOf = (id: string) => string

type OrgRow = {
  name: string
  protocol: string
  hours: Hours | null
  bridge: Bridge | null
  catch_all: Target[]
  roles: Record<string, Target[]>
  audiences: Record<string, Target[]>
  managed_by: string | null
}
type Slugged = { id: string; slug: string; name: string }
type UserRow = Slugged & {
  email: string | null
  time_zone: string
  disabled: boolean
  own_contacts: boolean
  rules: { contactId: string; delayMinutes: number }[]
}
type ContactRow = {
  id: string
  user_id: string
  slug: string
  channel: ChannelName
  address: string
  secret: Buffer | null
  disabled: boolean
}
type ScheduleRow = Slugged & { definition: Schedule }
type PolicyRow = Slugged & { version: number; rungs: Rung[]; repeat: number; ack_timeout_minutes: number | null; calls: string[] }
type ServiceRow = Slugged & {
  policy_id: string
  critical_path: boolean
  grouping: Grouping
  what_to_do: string | null
  runbook: ConfigDocument['services'][number]['runbook']
  depends_on: string[]
  indicators: ConfigDocument['services'][number]['indicators']
  external: boolean
  fallback: string | null
  hours: Hours | null
  loss_per_minute: PerMinute | null
  disabled: boolean
}
type SourceRow = Slugged & { kind: Source['kind']; url: string; token: Buffer | null; lag_minutes: number | null; trust: Source['trust'] }
type IntegrationRow = {
  id: string
  service_id: string
  slug: string
  kind: string
  key_hash: Buffer
  default_severity: SignalSeverity
  mapping: unknown
  disabled: boolean
}

async function readRows(tx: Tx, orgId: OrgId) {
  const all = async <R extends object>(text: string): Promise<R[]> => (await tx.query(text, [orgId])).rows as R[]
  return {
    org: (await all<OrgRow>('select name, protocol, hours, bridge, catch_all, roles, audiences, managed_by from orgs where id = $1'))[0],
    users: await all<UserRow>('select * from users where org_id = $1 order by slug'),
    contacts: await all<ContactRow>(
      'select id, user_id, slug, channel, address, secret, disabled from contacts where org_id = $1 order by slug',
    ),
    schedules: await all<ScheduleRow>('select * from schedules where org_id = $1 order by slug'),
    policies: await all<PolicyRow>('select * from policies where org_id = $1 order by slug'),
    services: await all<ServiceRow>('select * from services where org_id = $1 order by slug'),
    integrations: await all<IntegrationRow>('select * from integrations where org_id = $1 order by slug'),
    sources: await all<SourceRow>('select * from sources where org_id = $1 order by slug'),
  }
}

function documentOf(
  { org, users, contacts, schedules, policies, services, integrations, sources }: Awaited<ReturnType<typeof readRows>>,
  slugOf: SlugOf,
): ConfigDocument {
  const target = (to: Target) => (to.type === 'person' ? { person: slugOf(to.userId) } : { schedule: slugOf(to.scheduleId) })
  const named = (of: Record<string, Target[]> = {}) =>
    Object.fromEntries(Object.entries(of).map(([name, targets]) => [name, targets.map(target)]))
  const active = <Row extends { disabled: boolean }>(rows: readonly Row[] = []) => rows.filter((row) => !row.disabled)
  const contactsByUser = Map.groupBy(contacts, (one) => one.user_id)
  const contactsOf = (userId: string) => active(contactsByUser.get(userId))
  const integrationsByService = Map.groupBy(integrations, (one) => one.service_id)
  return {
    ...(org === undefined || org.managed_by === null ? {} : { managedBy: org.managed_by }),
    ...(org === undefined
      ? {}
      : {
          organisation: {
            name: org.name,
            protocol: org.protocol,
            ...(org.hours !== null && { hours: documentHours(org.hours) }),
            ...(org.bridge !== null && { bridge: { url: org.bridge.url, classes: [...org.bridge.classes] } }),
          },
        }),
    people: users.map(({ id, slug, name, email, time_zone: timeZone, disabled, own_contacts, rules }) => ({
      slug,
      name,
      email,
      timeZone,
      disabled,
      ...(own_contacts
        ? {}
        : {
            contacts: contactsOf(id).map(contactDocument),
            rules: rules
              .filter((rule) => contactsOf(id).some((one) => one.id === rule.contactId))
              .map((rule) => ({ contact: slugOf(rule.contactId), delayMinutes: rule.delayMinutes })),
          }),
    })),
    schedules: schedules.map((row) => scheduleDocument(row, slugOf)),
    policies: policies.map(({ slug, name, repeat, ack_timeout_minutes: ackTimeoutMinutes, rungs, calls }) => ({
      calls,
      slug,
      name,
      repeat,
      ackTimeoutMinutes,
      rungs: rungs.map((rung) => ({ delayMinutes: rung.delayMinutes, targets: rung.targets.map(target), require: rung.require })),
    })),
    services: services.filter((row) => !row.disabled).map((row) => serviceDocument(row, slugOf, active(integrationsByService.get(row.id)))),
    sources: sources.map(({ slug, kind, name, url, lag_minutes: lagMinutes, trust }) => ({ slug, kind, name, url, lagMinutes, trust })),
    roles: named(org?.roles),
    audiences: named(org?.audiences),
    catchAll: { targets: (org?.catch_all ?? []).map(target) },
  }
}

function serviceDocument(row: ServiceRow, slugOf: SlugOf, integrations: readonly IntegrationRow[]): ConfigDocument['services'][number] {
  return {
    slug: row.slug,
    name: row.name,
    policy: slugOf(row.policy_id),
    criticalPath: row.critical_path,
    grouping: row.grouping,
    whatToDo: row.what_to_do,
    runbook: row.runbook,
    dependsOn: row.depends_on.map(slugOf),
    external: row.external,
    fallback: row.fallback,
    hours: documentHours(row.hours),
    ...(row.loss_per_minute !== null && { lossPerMinute: row.loss_per_minute }),
    integrations: integrations.map(integrationDocument),
    indicators: row.indicators,
  }
}

type DocumentHours = ConfigDocument['services'][number]['hours']

/** The rules read what the document says, word for word. */
const documentHours = (hours: Hours | null): DocumentHours => hours as DocumentHours

/** Where exactly a browser is reached is between it and its push service. */
function contactDocument({ slug, channel, address }: ContactRow): Browser['contact'] {
  return { slug, channel, address: channel === 'webpush' ? (URL.parse(address)?.origin ?? '') : address }
}

function browsersOf(
  { users, contacts }: Pick<Awaited<ReturnType<typeof readRows>>, 'users' | 'contacts'>,
  slugOf: SlugOf,
): Current['browsers'] {
  const delays = new Map(users.flatMap(({ rules }) => rules.map(({ contactId, delayMinutes }) => [contactId, delayMinutes])))
  const rows = contacts.filter(({ channel, disabled }) => channel === 'webpush' && !disabled)
  const byPerson = Map.groupBy(rows, (row) => slugOf(row.user_id))
  return new Map(
    [...byPerson].map(([slug, own]) => [
      slug,
      own.map((row) => ({ contact: contactDocument(row), delayMinutes: delays.get(row.id) ?? null })),
    ]),
  )
}

function integrationDocument(row: { slug: string; kind: string; default_severity: SignalSeverity; mapping: unknown }): Integration {
  const mapping = row.mapping === null ? {} : { mapping: row.mapping as Integration['mapping'] }
  return { slug: row.slug, kind: row.kind as Integration['kind'], defaultSeverity: row.default_severity, ...mapping }
}

function scheduleDocument(
  row: { slug: string; name: string; definition: Schedule },
  slugOf: (id: string) => string,
): ConfigDocument['schedules'][number] {
  const { timeZone, layers, overrides } = row.definition
  return {
    slug: row.slug,
    name: row.name,
    timeZone,
    layers: layers.map((layer) => ({
      slug: layer.id,
      name: layer.name,
      participants: layer.participants.map(slugOf),
      every: layer.rotation.every,
      length: layer.rotation.length,
      handoffDay: layer.rotation.handoffDay,
      handoffTime: layer.rotation.handoffTime,
      startsOn: layer.rotation.startsOn,
    })),
    overrides: overrides.map((override) => ({
      slug: override.id,
      person: override.userId === null ? null : slugOf(override.userId),
      replaces: override.replaces === null ? null : slugOf(override.replaces),
      startsAt: new Date(override.startsAt).toISOString(),
      endsAt: new Date(override.endsAt).toISOString(),
    })),
  }
}
