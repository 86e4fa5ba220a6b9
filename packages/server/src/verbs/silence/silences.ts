// Silences: pages held back for matching alerts until a time, with a reason; what still fires at the end is paged then.
import type { Instant, ServiceId } from '@muster/core/vocabulary.ts'
import { MINUTE } from '@muster/core/vocabulary.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { serviceNamed } from '../read/find.ts'
import { iso, isoOrNull } from '../read/views.ts'

export type SilenceRow = {
  id: string
  service_id: ServiceId | null
  labels: Record<string, string>
  reason: string
  ends_at: Instant
  ended_at: Instant | null
}
export type SilenceInput = { service?: string; labels: Record<string, string>; minutes: number; reason: string }

export const silenceView = (row: SilenceRow, config: OrgConfig) => ({
  id: row.id,
  service: row.service_id === null ? null : (config.services.get(row.service_id)?.slug ?? null),
  labels: row.labels,
  reason: row.reason,
  endsAt: iso(row.ends_at),
  endedAt: isoOrNull(row.ended_at),
})

export async function listSilences(world: World, caller: Caller) {
  permit(caller, 'silence.read')
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const { rows } = await tx.query<SilenceRow>(
      'select * from silences where org_id = $1 and ended_at is null order by ends_at limit 200',
      [caller.orgId],
    )
    return { items: rows.map((row) => silenceView(row, config)), next: null }
  })
}

export async function createSilence(world: World, caller: Caller, input: SilenceInput) {
  permit(caller, 'silence.create')
  if (input.service === undefined && Object.keys(input.labels).length === 0) {
    throw new Refused('INVALID', {
      reason: 'silences-everything',
      hint: 'Name a service or labels.',
      faults: [{ at: 'labels', says: 'A silence needs a service or at least one label: silencing everything would be a silent night.' }],
    })
  }
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const serviceId = input.service === undefined ? null : serviceNamed(config, input.service).id
    const now = world.clock.now()
    const row: SilenceRow = {
      id: world.ids('silence'),
      service_id: serviceId,
      labels: input.labels,
      reason: input.reason,
      ends_at: now + input.minutes * MINUTE,
      ended_at: null,
    }
    await tx.query(
      'insert into silences (org_id, id, service_id, labels, reason, created_by, created_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7, $8)',
      [caller.orgId, row.id, serviceId, row.labels, row.reason, caller.actor, now, row.ends_at],
    )
    await setEnd(tx, caller, row.id, row.ends_at)
    await audit(world, tx, caller, { action: 'silence.create', subject: row.id, detail: input })
    return silenceView(row, config)
  })
}

export async function endSilenceNow(world: World, caller: Caller, id: string) {
  permit(caller, 'silence.end')
  const ended = await world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const now = world.clock.now()
    const { rows } = await tx.query<SilenceRow>(
      'update silences set ends_at = least(ends_at, $2) where id = $1 and ended_at is null returning *',
      [id, now],
    )
    const row = rows[0]
    if (row === undefined)
      throw new Refused('NOT_FOUND', {
        reason: 'no-such-silence',
        hint: 'It has ended already, or never was. The list of silences shows which there are.',
      })
    await setEnd(tx, caller, id, row.ends_at)
    await audit(world, tx, caller, { action: 'silence.end', subject: id })
    return silenceView(row, config)
  })
  world.wake.touch('timers')
  return ended
}

async function setEnd(tx: Tx, caller: Caller, id: string, endsAt: Instant): Promise<void> {
  await tx.query(
    `insert into timers (kind, subject_id, org_id, due_at) values ('silence-ended', $1, $2, $3)
     on conflict (subject_id, kind) do update set due_at = excluded.due_at`,
    [id, caller.orgId, endsAt],
  )
}
