// What the protocol says of an incident now, for whoever asks: the next step first, then what is owed, held back and advised.
import type { ObligationView, ProtocolView } from '@muster/contract/protocol.ts'
import { basisSentence, groundsOf } from '@muster/core/comms/basis.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import { last } from '@muster/core/protocol/ask.ts'
import { suspectStep } from '@muster/core/protocol/confusing.ts'
import type { Facts } from '@muster/core/protocol/facts.ts'
import type { Obligation } from '@muster/core/protocol/owed.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import { blocking, read, type Reading } from '@muster/core/protocol/read.ts'
import { MINUTE, type IncidentId, type Instant, type OrgId, type UserId } from '@muster/core/vocabulary.ts'
import { byWhom } from '@muster/core/why/says.ts'
import type { Page } from '@muster/core/page/page.ts'
import type { Tx } from '../../store/db.ts'
import { rosterAt } from '@muster/core/page/directory.ts'
import { incidentOf } from '../../store/held.ts'
import { sightOf } from '../../store/circle.ts'
import { readersOf } from '../../store/updates.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { findIncident } from '../read/find.ts'
import { shared } from '../read/shared.ts'
import { iso, isoOrNull } from '../read/views.ts'
import { clockOf, draftOf } from './draft.ts'
import { endingsOf } from './endings.ts'
import { impactOf, severitiesOf } from './list-protocols.ts'
import { nameOf, rolesView, type Calls } from './show-roles.ts'

const MOST_SETTLED = 50

/** One incident as its protocol sees it. */
export type Seen = {
  /** Who may see it, by id; null: everybody. */
  circle: ReadonlySet<string> | null
  incident: Incident
  pack: Pack
  facts: Facts
  reading: Reading
  config: OrgConfig
  now: Instant
  me: UserId | null
}

export async function showProtocol(world: World, caller: Caller, id: string): Promise<ProtocolView> {
  permit(caller, 'incident.read')
  const { seen, calls } = await shared(world, caller, ['protocol', id], async (tx) => {
    const incidentId = await findIncident(tx, id)
    return { seen: await seenByAll(world, tx, caller.orgId, incidentId), calls: await callsOf(tx, incidentId) }
  })
  return viewOf({ ...seen, me: meOf(caller) }, calls)
}

export async function see(world: World, tx: Tx, caller: Caller, incidentId: IncidentId): Promise<Seen> {
  return { ...(await seenByAll(world, tx, caller.orgId, incidentId)), me: meOf(caller) }
}

const meOf = ({ actor }: Caller): UserId | null => (actor.type === 'user' ? actor.id : null)

export async function seenByAll(world: World, tx: Tx, orgId: OrgId, incidentId: IncidentId): Promise<Omit<Seen, 'me'>> {
  const { rows } = await tx.query('select * from incidents where id = $1', [incidentId])
  const config = await world.configs.of(tx, orgId)
  const facts = await world.facts.of(tx, incidentId)
  const incident = incidentOf(rows[0])
  const pack = world.packs.of(config, incident)
  const now = world.clock.now()
  const reading = read(pack, facts, now)
  if (reading === null) throw new Error(`The log of ${incidentId} does not begin with its opening`)
  return { incident, pack, facts, reading, config, now, circle: await sightOf(tx, incident) }
}

/** The youngest call for each role. */
async function callsOf(tx: Tx, incidentId: IncidentId): Promise<Calls> {
  const { rows } = await tx.query<{ page: Page }>(
    `select page from pages where incident_id = $1 and role = 'responder' and page ? 'asked' order by id`,
    [incidentId],
  )
  return new Map(rows.flatMap(({ page }) => (page.asked === undefined ? [] : [[page.asked.role, page]])))
}

function viewOf(seen: Seen, calls: Calls): ProtocolView {
  const { pack, reading, me } = seen
  const label = pack.labels[reading.severity]
  const obligations = reading.obligations.map((one) => obligationView(seen, one))
  const owed = inOrder(
    seen,
    obligations.filter(({ state }) => state === 'due' || state === 'overdue'),
  )
  const mine = Object.entries(reading.roles).flatMap(([role, who]) => (who === me ? [role] : []))
  return {
    pack: { name: pack.name, version: pack.version },
    label: label.label,
    class: reading.class,
    phase: phaseView(seen),
    column: columnView(seen),
    roles: rolesView(seen, calls),
    mine: { roles: mine, memory: mine.flatMap((role) => pack.memory[role] ?? []).slice(0, 3) },
    // What was put off comes after what was not.
    now: owed.find(({ isMine, snoozedUntil }) => isMine && snoozedUntil === null) ?? owed.find(({ isMine }) => isMine) ?? null,
    owed,
    settled: obligations
      .filter(({ doneAt }) => doneAt !== null)
      .toSorted((a, b) => String(b.doneAt).localeCompare(String(a.doneAt)))
      .slice(0, MOST_SETTLED),
    guardrails: reading.guardrails.map(({ id, holds, says, instead, because }) => ({
      id,
      holds: [...holds],
      says,
      instead,
      because: [...because],
    })),
    advice: [
      ...confusing(seen),
      ...reading.advice.map(({ id, says, why, because }) => ({
        id,
        says,
        why,
        because: [...because],
        deviation: pack.deviations.some((one) => one.id === id) ? id : null,
        step: null,
      })),
    ],
    deviations: pack.deviations.map((one) => deviationView(seen, one)),
    audiences: pack.audiences.map((one) => audienceView(seen, one)),
    blocksResolve: blocking(reading, 'resolve').map(({ key }) => key),
    blocksClose: blocking(reading, 'close').map(({ key }) => key),
    watchedUntil: isoOrNull(seen.incident.watchedUntil),
    closedAt: isoOrNull(reading.closedAt),
    severities: severitiesOf(pack),
    impact: impactOf(pack),
  }
}

/** Nobody but a person flags it: what looks so may only be slow. */
function confusing({ facts, now }: Seen): ProtocolView['advice'] {
  const found = suspectStep(facts, now)
  if (found === null) return []
  const { step, why, because } = found
  return [
    {
      id: 'confusing-step',
      says: `Is ${step.startsWith('after ') ? 'the step' : 'step'} ${step} confusing? Flag it, and ask for help.`,
      why,
      because: [...because],
      deviation: null,
      step,
    },
  ]
}

/** Soonest first; once it is over, what its end asks for goes before what was left undone while it went on. */
function inOrder({ incident, facts }: Seen, owed: readonly ObligationView[]): ObligationView[] {
  const end = incident.status === 'resolved' ? last(facts, { logged: 'incident.resolved' }) : undefined
  if (end === undefined) return [...owed]
  const isOfTheEnd = ({ blocks, because }: ObligationView) => blocks !== null || because.some((seq) => seq >= end.seq)
  return [...owed.filter(isOfTheEnd), ...owed.filter((one) => !isOfTheEnd(one))]
}

function obligationView(seen: Seen, one: Obligation): ObligationView {
  const { pack, me } = seen
  const { draft, because, dueAt, doneAt, snoozedUntil, owner, ...rest } = one
  const duty = pack.duties.find(({ id }) => id === one.duty)
  return {
    ...rest,
    owner: { role: owner.role, roleName: pack.roles.find(({ id }) => id === owner.role)?.name ?? owner.role, who: nameOf(seen, owner.who) },
    // What nobody holds is anybody's who is here.
    isMine: me !== null && (owner.who === null || owner.who === me),
    dueAt: iso(dueAt),
    doneAt: isoOrNull(doneAt),
    snoozedUntil: isoOrNull(snoozedUntil),
    draft: draft === null ? null : fillIn(seen, draft, { audience: audienceOf(duty) }),
    done: endingsOf(duty),
    because: [...because],
  }
}

/** The audience that a step tells something; undefined: it is no update. */
const audienceOf = (duty: Pack['duties'][number] | undefined): string | undefined => {
  const audience = duty?.done.find(({ logged }) => logged === 'update.sent')?.where?.['audience']
  return typeof audience === 'string' ? audience : undefined
}

type Filling = {
  /** What is known beside the log. */
  given?: Readonly<Record<string, string | number>>
  /** Who hears it: an update says what it rests on. */
  audience?: string | undefined
}

export function fillIn(seen: Seen, template: string, { given = {}, audience }: Filling = {}): string | null {
  const { pack, reading, config, incident, facts, now } = seen
  const text = pack.templates[template]
  if (text === undefined) return null
  const service = config.services.get(incident.serviceId)?.name ?? 'the service'
  const who = nameOf(seen, reading.roles['support'] ?? null)?.name ?? null
  return draftOf(text, {
    incident,
    label: pack.labels[reading.severity].label,
    service,
    who,
    facts,
    now,
    basis: basisFor(seen, audience),
    given,
  })
}

function basisFor({ pack, facts, config }: Seen, audience: string | undefined): string | null {
  if (audience === undefined) return null
  const nameOfWriter = (by: unknown) =>
    byWhom({ type: '', body: { by } }, (id: UserId) => config.directory.people.get(id)?.name ?? 'somebody who has left')
  const grounds = groundsOf({ facts, expected: [...config.sources.values()], nameOf: nameOfWriter })
  return basisSentence(grounds, pack.audiences.find(({ id }) => id === audience)?.basis ?? 'named', clockOf)
}

function phaseView({ pack, reading, incident, now }: Seen): ProtocolView['phase'] {
  const phase = pack.phases.find(({ id }) => id === reading.phase.id)
  const next = pack.phases.find(({ fromMinutes }) => incident.openedAt + fromMinutes * MINUTE > now)
  return {
    id: reading.phase.id,
    name: phase?.name ?? reading.phase.id,
    since: iso(reading.phase.since),
    goals: [...(phase?.goals ?? [])],
    next: next === undefined ? null : { name: next.name, at: iso(incident.openedAt + next.fromMinutes * MINUTE) },
  }
}

function columnView({ pack, reading: { column } }: Seen): ProtocolView['column'] {
  const found = pack.columns.find(({ id }) => id === column?.id)
  if (column === null || found === undefined) return null
  const { id, name, says, firstScreen } = found
  return { id, name, says, firstScreen, isChosen: column.isChosen, because: [...column.because] }
}

function deviationView(
  { reading, facts }: Seen,
  { id, family, name, trigger, first, record }: Pack['deviations'][number],
): ProtocolView['deviations'][number] {
  return {
    id,
    family,
    name,
    when: trigger.says,
    first: first.says,
    isSuggested: reading.advice.some((one) => one.id === id),
    isCalled: last(facts, { logged: 'deviation.invoked', where: { deviation: id } }) !== undefined,
    record: [...record],
  }
}

/** The next word that somebody promised to an audience, and still owes. */
export function promiseTo({ reading, facts }: Pick<Seen, 'reading' | 'facts'>, audience: string): Obligation | undefined {
  return reading.obligations.find(
    ({ duty, state, because: [start] }) =>
      duty.startsWith('promise-to') &&
      (state === 'due' || state === 'overdue') &&
      facts.bySeq.get(start ?? 0)?.body['audience'] === audience,
  )
}

function audienceView(seen: Seen, { id, name }: Pack['audiences'][number]): ProtocolView['audiences'][number] {
  const { facts, config, now } = seen
  const roster = rosterAt(config.directory, now)
  const told = last(facts, { logged: 'update.sent', where: { audience: id } })
  const promised = promiseTo(seen, id)
  return {
    id,
    name,
    lastAt: told === undefined ? null : iso(told.observedAt),
    promisedAt: promised === undefined ? null : iso(promised.dueAt),
    draft: fillIn(seen, id, { audience: id }),
    readers: readersOf(config, { audience: id, roster, circle: seen.circle }).map((person) => person.name),
  }
}
