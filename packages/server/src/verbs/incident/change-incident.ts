// What every verb on an incident shares: find it, lock it, let the rules decide, write once, wake the senders.
import { rosterAt } from '@muster/core/page/directory.ts'
import type { Moment } from '@muster/core/page/climb.ts'
import type { IncidentId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import { flush } from '../../store/flush.ts'
import { holdIncidents, type Held } from '../../store/held.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Action, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'

export type Acting = { tx: Tx; held: Held; config: OrgConfig; moment: Moment }
export type Change = { id: string; action: Action; detail?: object }

/** Runs `work` on the locked incident; throws a Refused that names the reason when the rules say no. */
export async function changeIncident(
  world: World,
  caller: Caller,
  { id, action, detail }: Change,
  work: (acting: Acting) => Promise<void> | void,
): Promise<IncidentId> {
  permit(caller, action)
  const incidentId = await world.db.app(caller.orgId, async (tx) => {
    const found = await findIncident(tx, id)
    const held = (await holdIncidents(tx, [found], 'wait')).get(found)
    if (held === undefined) throw noSuchIncident(id)
    const config = await world.configs.of(tx, caller.orgId)
    const now = world.clock.now()
    await work({ tx, held, config, moment: { now, roster: rosterAt(config.directory, now) } })
    await flush(tx, [held], now)
    await audit(world, tx, caller, { action, subject: found, detail: detail ?? {} })
    return found
  })
  world.wake.touch('deliveries')
  world.wake.touch('timers')
  return incidentId
}

/** By id, or by the number people say aloud. */
export async function findIncident(tx: Tx, id: string): Promise<IncidentId> {
  const number = /^#?(\d{1,12})$/.exec(id)?.[1]
  const { rows } = await tx.query<{ id: IncidentId }>(
    number === undefined
      ? 'select id from incidents where id = $1'
      : `select id from incidents where org_id = current_setting('muster.org') and number = $1`,
    [number ?? id],
  )
  const row = rows[0]
  if (row === undefined) throw noSuchIncident(id)
  return row.id
}

function noSuchIncident(id: string): Refused {
  return new Refused('NOT_FOUND', { reason: 'no-such-incident', hint: `There is no incident ${id}. List them with: muster incidents list` })
}

const hints: Record<string, string> = {
  'already-acknowledged': 'Somebody has already answered. Nothing more is needed to stop the ladder.',
  'already-resolved': 'The incident is resolved.',
  'page-ended': 'This page is over.',
  'not-paged': 'This rung needs an answer from each person it called; you were not among them.',
  'snooze-in-the-past': 'Choose a time to come.',
  'nothing-to-escalate': 'This incident has paged nobody. Add a responder, or reassign it to a policy.',
}

export function refusal(reason: string): Refused {
  return new Refused('CONFLICT', { reason, hint: hints[reason] ?? 'Look at the incident again: it has changed.' })
}
