// Everything a watchdog needs to wake people without this server, for every organisation, signed.
import type { ChannelName, ContactId, OrgId } from '@muster/core/vocabulary.ts'
import { signed, type Signed } from '../../watchdog/signed.ts'
import { FORMAT, SNAPSHOT_LIFE_MS, type Snapshot, type SnapshotContact, type SnapshotOrg } from '../../watchdog/snapshot.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'

type ContactRow = { org_id: OrgId; id: ContactId; channel: ChannelName; address: string; secret: Buffer | null }

export async function snapshot(world: World): Promise<Signed> {
  const takenAt = world.clock.now()
  const orgs = await world.db.engine(async (tx) => {
    const { rows } = await tx.query<{ id: OrgId }>('select id from orgs order by id')
    const contacts = await tx.query<ContactRow>('select org_id, id, channel, address, secret from contacts where not disabled')
    const ofOrg = Map.groupBy(contacts.rows, (row) => row.org_id)
    const found: SnapshotOrg[] = []
    for (const { id } of rows) found.push(orgOf(await world.configs.of(tx, id), ofOrg.get(id) ?? []))
    return found
  })
  const value: Snapshot = { format: FORMAT, takenAt, validUntil: takenAt + SNAPSHOT_LIFE_MS, orgs }
  return signed(world.secrets, 'watchdog-snapshot', value)
}

function orgOf({ orgId, name, directory, policies }: OrgConfig, rows: readonly ContactRow[]): SnapshotOrg {
  const usable = new Set(rows.map((row) => row.id))
  const people = [...directory.people.values()].map((person) => ({
    ...person,
    rules: person.rules.filter((rule) => usable.has(rule.contactId)),
  }))
  return {
    id: orgId,
    name,
    people,
    schedules: [...directory.schedules.values()],
    catchAll: directory.catchAll,
    firstRungs: [...policies.values()].flatMap((policy) => policy.rungs[0]?.targets ?? []),
    contacts: rows.map(contactOf),
  }
}

/** The secret stays sealed: whoever reads the list without the key learns addresses, not keys. */
function contactOf({ id, channel, address, secret }: ContactRow): SnapshotContact {
  return { id, channel, address, secret: secret?.toString('base64') ?? null }
}
