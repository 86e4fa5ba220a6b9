// Two incidents belong together: related, or one a part of the other, whose commander then commands both. And the way back.
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import { linkBetween, mayLink, sideOf, type Link, type LinkKind } from '@muster/core/several/links.ts'
import type { Held } from '../../store/held.ts'
import { record } from '../../store/held.ts'
import { passDown } from '../../store/command.ts'
import { allLinksOf, deleteLink, insertLink, linksOf } from '../../store/links.ts'
import type { World } from '../../world.ts'
import type { Caller } from '../actor.ts'
import { showIncident } from '../read/incident-detail.ts'
import { refusal } from './change-incident.ts'
import { changeSeveral, type ActingOnSeveral } from './change-several.ts'

type Linking = { id: string; as?: string | undefined; to: string }

export async function link(world: World, caller: Caller, { id, as, to, kind }: Linking & { kind: LinkKind }): Promise<IncidentDetail> {
  await changeSeveral(world, caller, { ids: [id, to], as, action: 'incident.link', detail: { to, kind } }, (acting) => {
    const [from, other = from] = acting.held
    return tie(world, acting, { from, to: other, kind })
  })
  return showIncident(world, caller, id)
}

export async function unlink(world: World, caller: Caller, { id, as, to }: Linking): Promise<IncidentDetail> {
  await changeSeveral(world, caller, { ids: [id, to], as, action: 'incident.unlink', detail: { to } }, async (acting) => {
    const { tx, held, config, moment } = acting
    const [one, other = one] = held
    const { orgId } = one.incident
    const found = linkBetween(await linksOf(tx, orgId, [one.incident.id]), one.incident.id, other.incident.id)
    if (found === undefined || found.kind === 'merged') throw refusal(found === undefined ? 'not-linked' : 'merged-for-good')
    const part = found.from === one.incident.id ? one : other
    const facts = await world.facts.of(tx, part.incident.id)
    await deleteLink(tx, orgId, found)
    tell(acting, 'incident.unlinked', { one, other, found })
    if (found.kind === 'part-of') passDown(part, { part: facts, umbrella: null, pack: world.packs.of(config, part.incident), moment })
  })
  return showIncident(world, caller, id)
}

/** Both are held; what the rules refuse is thrown with its reason. */
export async function tie(
  world: World,
  acting: ActingOnSeveral,
  { from, to, kind }: { from: Held; to: Held; kind: LinkKind },
): Promise<void> {
  const { tx, config, moment } = acting
  const { orgId } = from.incident
  const links = await allLinksOf(tx, orgId, [from.incident.id, to.incident.id])
  const decision = mayLink({ from: from.incident, to: to.incident, kind, links })
  if (!decision.ok) throw refusal(decision.reason)
  // Before anything is written: what is not committed must not be remembered.
  const facts = await world.facts.ofMany(tx, [from.incident.id, to.incident.id])
  const [part, umbrella] = [facts.get(from.incident.id), facts.get(to.incident.id)]
  const found: Link = { from: from.incident.id, to: to.incident.id, kind }
  await insertLink(tx, orgId, { ...found, at: moment.now })
  tell(acting, 'incident.linked', { one: from, other: to, found })
  if (kind !== 'part-of' || part === undefined || umbrella === undefined) return
  passDown(from, { part, umbrella: { facts: umbrella, number: to.incident.number }, pack: world.packs.of(config, from.incident), moment })
}

type Telling = { one: Held; other: Held; found: Link }

/** On both logs, each in its own words. */
function tell({ moment, by }: ActingOnSeveral, type: 'incident.linked' | 'incident.unlinked', { one, other, found }: Telling): void {
  for (const [held, { incident }] of [
    [one, other],
    [other, one],
  ] as const) {
    const { id: to, number, title } = incident
    record(held, type, moment.now, { by, to, number, title, kind: sideOf(found, held.incident.id) })
  }
}
