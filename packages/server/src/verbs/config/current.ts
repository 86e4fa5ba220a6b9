// The organisation as it is stored, in the shape of the document: what export gives back and what a plan compares with.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import type { Rung, Target } from '@muster/core/page/policy.ts'
import type { Schedule } from '@muster/core/schedule/schedule.ts'
import type { Grouping } from '@muster/core/incident/incident.ts'
import type { ChannelName, OrgId, SignalSeverity } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'

type Integration = ConfigDocument['services'][number]['integrations'][number]

/** Document plus the ids behind its slugs; disabled services and integrations are left out, disabled people are not. */
export type Current = {
  document: ConfigDocument
  ids: Map<string, string>
  /** Disabled ones too, so that a slug that comes back keeps its id and its history. */
  policyVersions: Map<string, number>
}

export async function readCurrent(tx: Tx, orgId: OrgId): Promise<Current> {
  const all = async <R extends object>(text: string): Promise<R[]> => (await tx.query(text, [orgId])).rows as R[]
  const [org] = await all<{ name: string; catch_all: Target[] }>('select name, catch_all from orgs where id = $1')
  const users = await all<{
    id: string
    slug: string
    name: string
    email: string | null
    time_zone: string
    disabled: boolean
    rules: { contactId: string; delayMinutes: number }[]
  }>('select * from users where org_id = $1 order by slug')
  const contacts = await all<{ id: string; user_id: string; slug: string; channel: ChannelName; address: string }>(
    'select id, user_id, slug, channel, address from contacts where org_id = $1 and not disabled order by slug',
  )
  const schedules = await all<{ id: string; slug: string; name: string; definition: Schedule }>(
    'select * from schedules where org_id = $1 order by slug',
  )
  const policies = await all<{
    id: string
    slug: string
    name: string
    version: number
    rungs: Rung[]
    repeat: number
    ack_timeout_minutes: number | null
  }>('select * from policies where org_id = $1 order by slug')
  const services = await all<{
    id: string
    slug: string
    name: string
    policy_id: string
    critical_path: boolean
    grouping: Grouping
    what_to_do: string | null
    disabled: boolean
  }>('select * from services where org_id = $1 order by slug')
  const integrations = await all<{
    id: string
    service_id: string
    slug: string
    kind: string
    default_severity: SignalSeverity
    mapping: unknown
    disabled: boolean
  }>('select * from integrations where org_id = $1 order by slug')

  const slugs = new Map<string, string>([...users, ...schedules, ...policies, ...services, ...contacts].map((row) => [row.id, row.slug]))
  const slugOf = (id: string): string => slugs.get(id) ?? id
  const target = (to: Target) => (to.type === 'person' ? { person: slugOf(to.userId) } : { schedule: slugOf(to.scheduleId) })
  const ids = new Map<string, string>([
    ...users.map((row): [string, string] => [`person ${row.slug}`, row.id]),
    ...contacts.map((row): [string, string] => [`contact ${slugOf(row.user_id)} ${row.slug}`, row.id]),
    ...schedules.map((row): [string, string] => [`schedule ${row.slug}`, row.id]),
    ...policies.map((row): [string, string] => [`policy ${row.slug}`, row.id]),
    ...services.map((row): [string, string] => [`service ${row.slug}`, row.id]),
    ...integrations.map((row): [string, string] => [`integration ${slugOf(row.service_id)} ${row.slug}`, row.id]),
  ])
  const document: ConfigDocument = {
    ...(org === undefined ? {} : { organisation: { name: org.name } }),
    people: users.map((row) => ({
      slug: row.slug,
      name: row.name,
      email: row.email,
      timeZone: row.time_zone,
      disabled: row.disabled,
      contacts: contacts.filter((one) => one.user_id === row.id).map(({ slug, channel, address }) => ({ slug, channel, address })),
      rules: row.rules.map((rule) => ({ contact: slugOf(rule.contactId), delayMinutes: rule.delayMinutes })),
    })),
    schedules: schedules.map((row) => scheduleDocument(row, slugOf)),
    policies: policies.map((row) => ({
      slug: row.slug,
      name: row.name,
      repeat: row.repeat,
      ackTimeoutMinutes: row.ack_timeout_minutes,
      rungs: row.rungs.map((rung) => ({ delayMinutes: rung.delayMinutes, targets: rung.targets.map(target), require: rung.require })),
    })),
    services: services
      .filter((row) => !row.disabled)
      .map((row) => ({
        slug: row.slug,
        name: row.name,
        policy: slugOf(row.policy_id),
        criticalPath: row.critical_path,
        grouping: row.grouping,
        whatToDo: row.what_to_do,
        integrations: integrations.filter((one) => one.service_id === row.id && !one.disabled).map(integrationDocument),
      })),
    catchAll: { targets: (org?.catch_all ?? []).map(target) },
  }
  return { document, ids, policyVersions: new Map(policies.map((row) => [row.slug, row.version])) }
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
