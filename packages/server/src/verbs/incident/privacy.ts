// An incident that not everybody may see: made private, opened to all again, and who is let in.
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import type { Circle } from '@muster/contract/privacy.ts'
import { circleIn } from '@muster/core/incident/circle.ts'
import type { Actor } from '@muster/core/page/page.ts'
import { rolesAt } from '@muster/core/protocol/standing.ts'
import type { UserId } from '@muster/core/vocabulary.ts'
import { circleOf, idsOf, leaveCircle } from '../../store/circle.ts'
import type { Tx } from '../../store/db.ts'
import { change, record } from '../../store/held.ts'
import { allLinksOf } from '../../store/links.ts'
import { wayTo } from '../../store/updates.ts'
import type { World } from '../../world.ts'
import { namelessIn, permit, type Caller } from '../actor.ts'
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
    await refuseWhileLinked(acting, wanted)
    if (wanted) await closeCircle(world, acting, caller)
    change(held, { ...held.incident, private: wanted })
    record(held, wanted ? 'incident.made-private' : 'incident.opened-to-all', moment.now, { by, why })
  })
}

/** A private and an open incident are not linked. What was merged stays so for good, and tells no title to whoever may not see it. */
async function refuseWhileLinked({ tx, held }: Acting, wanted: boolean): Promise<void> {
  const { id, orgId } = held.incident
  const links = await allLinksOf(tx, orgId, [id])
  if (links.some(({ kind }) => kind !== 'merged')) throw refusal(wanted ? 'linked-to-others' : 'linked-with-private')
}

/** Whoever has had a part in it so far goes on seeing it. */
async function closeCircle(world: World, { tx, held }: Acting, caller: Caller): Promise<void> {
  const { id } = held.incident
  const facts = await world.facts.of(tx, id)
  held.joins.push(...circleIn([...facts.bySeq.values()].toSorted((a, b) => a.seq - b.seq)))
  held.joins.push(...namelessIn(caller))
}

export async function showCircle(world: World, caller: Caller, id: string): Promise<Circle> {
  permit(caller, 'incident.read')
  return world.db.app(caller, async (tx) => {
    const incidentId = await findIncident(tx, id)
    const { rows } = await tx.query<{ private: boolean }>('select private from incidents where id = $1', [incidentId])
    if (rows[0]?.private !== true) return { private: false, people: [] }
    const { directory } = await world.configs.of(tx, caller.orgId)
    const circle = await circleOf(tx, incidentId)
    const names = await namesOf(
      world,
      tx,
      circle.map(({ viewer }) => viewer),
    )
    return {
      private: true,
      people: circle.map(({ viewer, since }) => {
        const person = directory.people.get(viewer as UserId)
        return { slug: person?.slug ?? null, viewer, name: person?.name ?? names.get(viewer) ?? nameless(viewer), since: iso(since) }
      }),
    }
  })
}

/** Of those that are accounts. */
async function namesOf(world: World, tx: Tx, viewers: readonly string[]): Promise<ReadonlyMap<string, string | undefined>> {
  const { rows } = await tx.query<{ id: string; account_id: string }>(
    `select id, account_id from members where org_id = current_setting('muster.org') and id = any($1)`,
    [viewers],
  )
  const accounts = await accountsOf(world, rows)
  return new Map(rows.map((row) => [row.id, accounts.get(row.account_id)?.name]))
}

const nameOfViewer = async (world: World, tx: Tx, viewer: string): Promise<string> =>
  (await namesOf(world, tx, [viewer])).get(viewer) ?? nameless(viewer)

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

/** `person` is also the id of an account or a token, as the circle gives it: not everybody in it is somebody of the rota. */
export function shutOut(world: World, caller: Caller, { id, as, person: named }: Letting): Promise<IncidentDetail> {
  return changeIncident(
    world,
    caller,
    { id, as, action: 'incident.restrict', detail: { shutOut: named } },
    async ({ tx, held, config, moment, by }) => {
      if (!held.incident.private) throw refusal('open-to-all')
      const left = isViewer(named) ? { id: named, name: await nameOfViewer(world, tx, named) } : personNamed(config, named)
      const ids = await idsOf(tx, left.id)
      if (isOneOf(ids, by, caller)) throw refusal('yourself')
      const facts = await world.facts.of(tx, held.incident.id)
      const hasRole = Object.values(rolesAt(facts, moment.now)).some((holder) => ids.includes(holder))
      const isCalled = held.pages.some(({ calls }) => calls.some(({ userId, state }) => userId === left.id && state !== 'declined'))
      if (hasRole || isCalled) throw refusal('has-a-part')
      if (!(await leaveCircle(tx, held.incident.id, ids))) throw refusal('not-in-the-circle')
      record(held, 'incident.shut-out', moment.now, { by, left: left.id, name: left.name })
    },
  )
}

/** What they write down would draw them in again, and hidden from themselves they could not even write it. */
const isOneOf = (ids: readonly string[], by: Actor, { sees }: Caller): boolean =>
  ('id' in by && ids.includes(by.id)) || (sees !== 'all' && sees.some((viewer) => ids.includes(viewer)))

const isViewer = (named: string): boolean => /^(member|token)_/.test(named)
