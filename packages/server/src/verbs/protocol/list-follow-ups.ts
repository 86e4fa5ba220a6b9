// What incidents left to be done, over all of them: the same reading of the log as on each, of the entries it needs.
import type { FollowUpView } from '@muster/contract/follow-ups.ts'
import { fold, NOTHING, type LogEntry } from '@muster/core/protocol/facts.ts'
import { followUps, isLate, type FollowUp } from '@muster/core/protocol/follow-ups.ts'
import { byWhom } from '@muster/core/why/says.ts'
import type { IncidentId, Instant, UserId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { sharedInSight } from '../read/shared.ts'
import { iso } from '../read/views.ts'

const MOST_INCIDENTS = 500

type Row = { incident_id: IncidentId; number: number; title: string; seq: number; at: Instant; type: string; body: string }

export async function listFollowUps(
  world: World,
  caller: Caller,
  { state }: { state: 'open' | 'done' },
): Promise<{ items: FollowUpView[] }> {
  permit(caller, 'incident.read')
  return sharedInSight(world, caller, ['follow-ups', state], async (tx) => {
    const { directory } = await world.configs.of(tx, caller.orgId)
    const nameOf = (userId: UserId) => directory.people.get(userId)?.name ?? 'somebody who has left'
    const now = world.clock.now()
    const byIncident = Map.groupBy(await rowsOf(tx), ({ incident_id }) => incident_id)
    const all = [...byIncident.values()].flatMap((rows) => ofOne(rows, { now, nameOf }))
    const items = all.filter(({ done }) => (done === null) === (state === 'open'))
    return { items: items.toSorted(state === 'open' ? byDue : youngestFirst) }
  })
}

async function rowsOf(tx: Tx): Promise<Row[]> {
  const { rows } = await tx.query<Row>(
    `with last as (
       select distinct incident_id from log_entries where type = 'followup.created' order by incident_id desc limit $1
     )
     select e.incident_id, i.number, i.title, e.seq, e.at, e.type, e.body
     from last join log_entries e using (incident_id) join incidents i on i.id = e.incident_id
     where e.type in ('followup.created', 'followup.done', 'followup.moved', 'entry.corrected', 'entry.withdrawn')
     order by e.incident_id, e.seq`,
    [MOST_INCIDENTS],
  )
  return rows
}

type Naming = { now: Instant; nameOf: (userId: UserId) => string }

function ofOne(rows: readonly Row[], naming: Naming): FollowUpView[] {
  const [first] = rows
  if (first === undefined) return []
  const entries = rows.map(({ seq, at, type, body }): LogEntry => ({ seq, at, type, body: JSON.parse(body) as LogEntry['body'] }))
  const incident = { number: first.number, title: first.title }
  return followUps(fold(NOTHING, entries)).map((one) => ({ incident, ...viewOf(one, naming) }))
}

function viewOf({ createdAt, done, ...one }: FollowUp, { now, nameOf }: Naming): Omit<FollowUpView, 'incident'> {
  return {
    ...one,
    createdAt: iso(createdAt),
    isLate: done === null && isLate(Date.parse(one.due), now),
    done:
      done === null ? null : { at: iso(done.at), by: byWhom({ type: 'followup.done', body: { by: done.by } }, nameOf), text: done.text },
  }
}

const byDue = (a: FollowUpView, b: FollowUpView): number => a.due.localeCompare(b.due) || a.incident.number - b.incident.number

const youngestFirst = (a: FollowUpView, b: FollowUpView): number => String(b.done?.at).localeCompare(String(a.done?.at))
