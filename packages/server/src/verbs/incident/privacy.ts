// An incident that not everybody may see: made private, opened to all again, and who is let in.
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import type { Circle } from '@muster/contract/privacy.ts'
import { drawnIn } from '@muster/core/incident/circle.ts'
import { rolesAt } from '@muster/core/protocol/standing.ts'
import type { UserId } from '@muster/core/vocabulary.ts'
import { circleOf, leaveCircle } from '../../store/circle.ts'
import { change, record } from '../../store/held.ts'
import { linksOf } from '../../store/links.ts'
import { wayTo } from '../../store/updates.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { accountsOf } from '../account/members.ts'
import { findIncident, personNamed } from '../read/find.ts'
import { iso } from '../read/views.ts'
import { changeIncident, refusal, type Acting } from './change-incident.ts'

type About = { id: string; as?: string | undefined }

export function setPrivacy(
  world: World,
  caller: Caller,
  { id, as, private: wanted, why }: About & { private: boolean; why: string },
): Promise<IncidentDetail> {
  return changeIncident(world, caller, { id, as, action: 'incident.restrict', detail: { private: wanted } }, async (acting) => {
    const { held, moment, by } = acting
    if (held.incident.private === wanted) throw refusal(wanted ? 'already-private' : 'open-to-all')
    if (wanted) await closeCircle(world, acting, caller)
    change(held, { ...held.incident, private: wanted })
    record(held, wanted ? 'incident.made-private' : 'incident.opened-to-all', moment.now, { by, why })
  })
}

/** Whoever has had a part in it so far goes on seeing it. */
async function closeCircle(world: World, { tx, held }: Acting, { sees }: Caller): Promise<void> {
  const { id, orgId } = held.incident
  if ((await linksOf(tx, orgId, [id])).length > 0) throw refusal('linked-to-others')
  const facts = await world.facts.of(tx, id)
  held.joins.push(...[...facts.bySeq.values()].flatMap(drawnIn), ...held.pages.flatMap(({ calls }) => calls.map(({ userId }) => userId)))
  // A token has no name of its own on the log.
  if (sees !== 'all') held.joins.push(...sees)
}

export async function showCircle(world: World, caller: Caller, id: string): Promise<Circle> {
  permit(caller, 'incident.read')
  return world.db.app(caller, async (tx) => {
    const incidentId = await findIncident(tx, id)
    const { rows } = await tx.query<{ private: boolean }>('select private from incidents where id = $1', [incidentId])
    if (rows[0]?.private !== true) return { private: false, people: [] }
    const { directory } = await world.configs.of(tx, caller.orgId)
    const members = await tx.query<{ id: string; account_id: string }>(
      'select m.id, m.account_id from members m join incident_circle c on c.org_id = m.org_id and c.viewer = m.id where c.incident_id = $1',
      [incidentId],
    )
    const accounts = await accountsOf(world, members.rows)
    const names = new Map(members.rows.map((row) => [row.id, accounts.get(row.account_id)?.name]))
    return {
      private: true,
      people: (await circleOf(tx, incidentId)).map(({ viewer, since }) => {
        const person = directory.people.get(viewer as UserId)
        return { slug: person?.slug ?? null, name: person?.name ?? names.get(viewer) ?? nameless(viewer), since: iso(since) }
      }),
    }
  })
}

const nameless = (viewer: string): string =>
  viewer.startsWith('user_') ? 'Somebody who has left' : viewer.startsWith('token_') ? 'An API token' : 'An account'

type Letting = About & { person: string }

export function letIn(world: World, caller: Caller, { id, as, person: slug }: Letting): Promise<IncidentDetail> {
  return changeIncident(
    world,
    caller,
    { id, as, action: 'incident.restrict', detail: { letIn: slug } },
    async ({ tx, held, config, moment, by }) => {
      if (!held.incident.private) throw refusal('open-to-all')
      const person = personNamed(config, slug)
      if ((await circleOf(tx, held.incident.id)).some(({ viewer }) => viewer === person.id)) throw refusal('in-the-circle')
      record(held, 'incident.let-in', moment.now, { by, who: person.id })
      const way = wayTo(config, person)
      const text = `${'name' in by ? by.name : 'Somebody'} lets you see a private incident.`
      if (way !== null) held.reminders.push({ reason: 'update', userId: person.id, ...way, text })
    },
  )
}

export function shutOut(world: World, caller: Caller, { id, as, person: slug }: Letting): Promise<IncidentDetail> {
  return changeIncident(
    world,
    caller,
    { id, as, action: 'incident.restrict', detail: { shutOut: slug } },
    async ({ tx, held, config, moment, by }) => {
      if (!held.incident.private) throw refusal('open-to-all')
      const person = personNamed(config, slug)
      const facts = await world.facts.of(tx, held.incident.id)
      const hasRole = Object.values(rolesAt(facts, moment.now)).includes(person.id)
      const isCalled = held.pages.some(({ calls }) => calls.some(({ userId, state }) => userId === person.id && state !== 'declined'))
      if (hasRole || isCalled) throw refusal('has-a-part')
      if (!(await leaveCircle(tx, held.incident.id, person.id))) throw refusal('not-in-the-circle')
      record(held, 'incident.shut-out', moment.now, { by, left: person.id, name: person.name })
    },
  )
}
