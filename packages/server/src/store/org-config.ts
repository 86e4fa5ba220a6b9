// An organisation's configuration as one snapshot, kept per version: the paging path reads it without a join.
import type { PerMinute } from '@muster/core/comms/loss.ts'
import type { Directory, Person } from '@muster/core/page/directory.ts'
import type { Policy, Rung, Target } from '@muster/core/page/policy.ts'
import type { Bridge } from '@muster/core/incident/bridge.ts'
import type { Grouping } from '@muster/core/incident/incident.ts'
import type { Expected, Indicator, SourceKind } from '@muster/core/reading/indicator.ts'
import type { Hours } from '@muster/core/hours/hours.ts'
import type { Schedule } from '@muster/core/schedule/schedule.ts'
import type { ChannelName, ContactId, OrgId, PolicyId, ScheduleId, ServiceId, UserId } from '@muster/core/vocabulary.ts'
import type { Tx } from './db.ts'
import { loadOwnPacks, type OwnPacks } from './own-packs.ts'

/** Where the way out is written down. */
export type Runbook = { url: string; complete: boolean; highRisk: boolean }

export type Service = {
  id: ServiceId
  slug: string
  name: string
  policyId: PolicyId
  criticalPath: boolean
  grouping: Grouping
  whatToDo: string | null
  runbook: Runbook | null
  dependsOn: readonly ServiceId[]
  /** The few numbers that tell whether it works. */
  indicators: readonly Indicator[]
  /** Somebody else runs it. */
  external: boolean
  fallback: string | null
  /** Its own team's working calendar; null: the organisation's. */
  hours: Hours | null
  /** What a minute without it costs. */
  lossPerMinute: PerMinute | null
  disabled: boolean
}

/** Where indicators are read from; its token is looked up when it is asked. */
export type Source = Expected & { id: string; kind: SourceKind; url: string }

export type Contact = { id: ContactId; userId: UserId; slug: string; channel: ChannelName; address: string }

export type OrgConfig = {
  orgId: OrgId
  slug: string
  name: string
  /** The protocol that incidents opened from now on go by. */
  protocol: string
  /** The protocols it has written itself. */
  packs: OwnPacks
  /** When the organisation works; null: nobody has said. */
  hours: Hours | null
  /** The meeting room that is opened by itself; null: there is none. */
  bridge: Bridge | null
  version: number
  directory: Directory
  contacts: ReadonlyMap<ContactId, Contact>
  services: ReadonlyMap<ServiceId, Service>
  policies: ReadonlyMap<PolicyId, Policy & { calls: readonly string[] }>
  policyIds: ReadonlyMap<string, PolicyId>
  /** Who is on call for a role of the protocol, in the order in which they are called. */
  roles: Readonly<Record<string, readonly Target[]>>
  /** Who is sent the updates for an audience. */
  audiences: Readonly<Record<string, readonly Target[]>>
  sources: ReadonlyMap<string, Source>
}

type RuleRow = { contactId: ContactId; delayMinutes: number }
type UserRow = { id: UserId; slug: string; name: string; email: string | null; time_zone: string; rules: RuleRow[]; disabled: boolean }
type ServiceRow = {
  id: ServiceId
  slug: string
  name: string
  policy_id: PolicyId
  critical_path: boolean
  grouping: Grouping
  what_to_do: string | null
  runbook: Runbook | null
  depends_on: ServiceId[]
  indicators: Indicator[]
  external: boolean
  fallback: string | null
  hours: Hours | null
  loss_per_minute: PerMinute | null
  disabled: boolean
}
type PolicyRow = {
  id: PolicyId
  slug: string
  name: string
  version: number
  rungs: Rung[]
  repeat: number
  ack_timeout_minutes: number | null
  calls: string[]
}

export type Configs = {
  of: (tx: Tx, orgId: OrgId) => Promise<OrgConfig>
  /** As it was when this node last asked, without asking again: for what never changes once it is there. */
  last: (orgId: OrgId) => OrgConfig | undefined
}

/** Snapshots by organisation. The version is read in the caller's transaction, so a change is seen by the next decision after its commit. */
export function createConfigs(): Configs {
  const snapshots = new Map<OrgId, OrgConfig>()
  return {
    of: async (tx, orgId) => {
      for (let org = await readOrg(tx, orgId); ;) {
        const known = snapshots.get(orgId)
        if (known !== undefined && known.version === org.config_version) return known
        const loaded = await load(tx, { orgId, org, packs: known?.packs ?? new Map() })
        // Several statements: a change committed between two of them would be half in and half out.
        const after = await readOrg(tx, orgId)
        if (after.config_version === org.config_version) {
          snapshots.set(orgId, loaded)
          return loaded
        }
        org = after
      }
    },
    last: (orgId) => snapshots.get(orgId),
  }
}

type OrgRow = {
  slug: string
  name: string
  protocol: string
  hours: Hours | null
  bridge: Bridge | null
  config_version: number
  catch_all: Target[]
  roles: Record<string, Target[]>
  audiences: Record<string, Target[]>
}

async function readOrg(tx: Tx, orgId: OrgId): Promise<OrgRow> {
  const { rows } = await tx.query<OrgRow>({
    name: 'org-version',
    text: 'select slug, name, protocol, hours, bridge, config_version, catch_all, roles, audiences from orgs where id = $1',
    values: [orgId],
  })
  const org = rows[0]
  if (org === undefined) throw new Error(`No organisation ${orgId}`)
  return org
}

async function load(tx: Tx, { orgId, org, packs }: { orgId: OrgId; org: OrgRow; packs: OwnPacks }): Promise<OrgConfig> {
  const all = async <R extends object>(text: string): Promise<R[]> => (await tx.query(text, [orgId])).rows as R[]
  const users = await all<UserRow>('select id, slug, name, email, time_zone, rules, disabled from users where org_id = $1')
  const contacts = await all<{ id: ContactId; user_id: UserId; slug: string; channel: ChannelName; address: string }>(
    'select id, user_id, slug, channel, address from contacts where org_id = $1 and not disabled',
  )
  const schedules = await all<{ id: ScheduleId; definition: Schedule }>('select id, definition from schedules where org_id = $1')
  const policies = await all<PolicyRow>(
    'select id, slug, name, version, rungs, repeat, ack_timeout_minutes, calls from policies where org_id = $1',
  )
  const services = await all<ServiceRow>(
    'select id, slug, name, policy_id, critical_path, grouping, what_to_do, runbook, depends_on, indicators, external, fallback, hours, loss_per_minute, disabled from services where org_id = $1',
  )
  const sources = await all<Source>('select id, slug, kind, name, url, lag_minutes as "lagMinutes", trust from sources where org_id = $1')
  const contactsById = new Map(
    contacts.map((row) => [row.id, { id: row.id, userId: row.user_id, slug: row.slug, channel: row.channel, address: row.address }]),
  )
  return {
    orgId,
    slug: org.slug,
    name: org.name,
    protocol: org.protocol,
    packs: await loadOwnPacks(tx, orgId, packs),
    hours: org.hours,
    bridge: org.bridge,
    version: org.config_version,
    contacts: contactsById,
    directory: {
      people: new Map(users.map((row) => [row.id, personOf(row, contactsById)])),
      schedules: new Map(schedules.map((row) => [row.id, row.definition])),
      catchAll: org.catch_all,
    },
    policies: new Map(policies.map((row) => [row.id, policyOf(row)])),
    roles: org.roles,
    audiences: org.audiences,
    policyIds: new Map(policies.map((row) => [row.slug, row.id])),
    services: new Map(services.map((row) => [row.id, serviceOf(row)])),
    sources: new Map(sources.map((row) => [row.slug, row])),
  }
}

function personOf(row: UserRow, contacts: ReadonlyMap<ContactId, Contact>): Person {
  const rules = row.rules.flatMap(({ contactId, delayMinutes }) => {
    const contact = contacts.get(contactId)
    return contact === undefined ? [] : [{ contactId, delayMinutes, channel: contact.channel }]
  })
  const { id, slug, name, email, disabled } = row
  return { id, slug, name, email, disabled, timeZone: row.time_zone, rules: rules.toSorted((a, b) => a.delayMinutes - b.delayMinutes) }
}

function policyOf(row: PolicyRow): Policy & { calls: readonly string[] } {
  const { id, version, name, rungs, repeat, calls } = row
  return { id, calls, version, name, rungs, repeat, ackTimeoutMinutes: row.ack_timeout_minutes, onExhausted: 'catch-all' }
}

function serviceOf(row: ServiceRow): Service {
  const {
    policy_id: policyId,
    critical_path: criticalPath,
    what_to_do: whatToDo,
    depends_on: dependsOn,
    loss_per_minute: lossPerMinute,
    ...same
  } = row
  return { ...same, policyId, criticalPath, whatToDo, dependsOn, lossPerMinute }
}

/** The working calendar that holds for a service. */
export function hoursOf({ hours }: Pick<OrgConfig, 'hours'>, service: Pick<Service, 'hours'>): Hours | null {
  return service.hours ?? hours
}
