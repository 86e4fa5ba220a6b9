// The parts of the board in the shape the API speaks of them.
import type { BoardConflict, BoardRow, BoardView, Degradation } from '@muster/contract/board.ts'
import type { Question } from '@muster/core/several/cascade.ts'
import type { Conflict } from '@muster/core/several/conflicts.ts'
import { acceptedIn } from '@muster/core/several/degradations.ts'
import { IN_COMMAND } from '@muster/core/several/umbrella.ts'
import { cascadeQuestion, orderQuestion } from '@muster/core/several/words.ts'
import type { IncidentId, UserId } from '@muster/core/vocabulary.ts'
import { byWhom } from '@muster/core/why/says.ts'
import { promiseTo } from '../protocol/show-protocol.ts'
import { nameOf } from '../protocol/show-roles.ts'
import { incidentView, iso, personView } from '../read/views.ts'
import type { Board, Open } from './show-board.ts'

export function rowView(one: Open, under: IncidentId | null, board: Board): BoardRow {
  const { incident, pack, reading, criticalPath } = one
  const { config, world } = board
  const commander = nameOf(board, reading.roles[IN_COMMAND] ?? null)
  const phase = pack.phases.find(({ id }) => id === reading.phase.id)
  return {
    ...incidentView(incident, config, world.packs),
    under: under === null ? null : (board.all.get(under)?.number ?? null),
    criticalPath,
    phase: { name: phase?.name ?? reading.phase.id, since: iso(reading.phase.since) },
    commander: commander === null ? null : { ...commander, isMine: false, through: one.through },
    people: pack.roles.flatMap(({ id, name }) => {
      const who = id === IN_COMMAND ? null : nameOf(board, reading.roles[id] ?? null)
      return who === null ? [] : [{ role: { id, name }, who }]
    }),
    calling: one.wanted.map(({ role, people }) => ({
      role: roleOf(one, role),
      people: people.map((id) => personView(id as UserId, config).name),
    })),
    clock: clockOf(one, board),
    promise: promiseOf(one),
  }
}

const roleOf = ({ pack }: Open, id: string) => ({ id, name: pack.roles.find((role) => role.id === id)?.name ?? id })

/** Obligations come soonest first. */
function clockOf(one: Open, board: Board): BoardRow['clock'] {
  const owed = one.reading.obligations.find(({ state }) => state === 'due' || state === 'overdue')
  if (owed === undefined) return null
  const owner = nameOf(board, owed.owner.who)?.name ?? roleOf(one, owed.owner.role).name
  return { says: owed.says, owner, dueAt: iso(owed.dueAt), state: owed.state === 'overdue' ? 'overdue' : 'due' }
}

function promiseOf({ pack, reading, facts }: Open): BoardRow['promise'] {
  const [next] = pack.audiences
    .flatMap(({ id, name }) => {
      const promised = promiseTo({ reading, facts }, id)
      return promised === undefined ? [] : [{ audience: name, dueAt: promised.dueAt }]
    })
    .toSorted((a, b) => a.dueAt - b.dueAt)
  return next === undefined ? null : { ...next, dueAt: iso(next.dueAt) }
}

export function conflictView(conflict: Conflict, board: Board): BoardConflict {
  const at = (id: IncidentId) => incidentIn(id, board)
  const names = (id: IncidentId, roles: readonly string[]) => roles.map((role) => nameOfRole(board, id, role))
  if (conflict.type === 'role') {
    const [first] = conflict.queue
    return {
      type: 'role',
      role: { id: conflict.role, name: first === undefined ? conflict.role : nameOfRole(board, first.id, conflict.role) },
      queue: conflict.queue.map(({ id, who }) => ({ ...at(id), who: nameOf(board, who)?.name ?? null })),
    }
  }
  return {
    type: 'person',
    who: nameOf(board, conflict.who) ?? { slug: null, name: conflict.who },
    at: conflict.at.map(({ id, roles, calledFor }) => ({ ...at(id), roles: names(id, roles), calledFor: names(id, calledFor) })),
  }
}

function nameOfRole({ all }: Board, id: IncidentId, role: string): string {
  const one = all.get(id)
  return one === undefined ? role : roleOf(one, role).name
}

function incidentIn(id: IncidentId, { all }: Board): { number: number; title: string } {
  const { number = 0, title = '' } = all.get(id)?.incident ?? {}
  return { number, title }
}

export function degradationsOf({ incident: { number, title }, facts }: Open, { config }: Board): Degradation[] {
  const personName = (id: UserId) => personView(id, config).name
  return acceptedIn(facts).map((fact) => ({
    on: { number, title },
    seq: fact.seq,
    text: String(fact.body['text']),
    by: byWhom(fact, personName),
    at: iso(fact.observedAt),
    until: typeof fact.body['until'] === 'number' ? iso(fact.body['until']) : null,
  }))
}

/** Whose it is to answer depends on who looks. */
type WithoutReader<One> = One extends unknown ? Omit<One, 'isMine'> : never
export type AskedOfAll = WithoutReader<NonNullable<BoardView['question']>>

const serviceOf = (id: IncidentId, { all, config }: Board): string =>
  config.services.get(all.get(id)?.serviceId ?? 'service_none')?.name ?? 'A removed service'

export function questionView({ umbrella, primary, parts }: Question, board: Board): AskedOfAll {
  return {
    type: 'cascade',
    says: cascadeQuestion({
      parts: parts.map((id) => serviceOf(id, board)),
      primary: serviceOf(primary, board),
      umbrella: umbrella === primary ? null : `#${incidentIn(umbrella, board).number}`,
    }),
    umbrella: incidentIn(umbrella, board),
    parts: parts.map((id) => ({ ...incidentIn(id, board), service: serviceOf(id, board) })),
  }
}

/** Null while there is nothing to rank. */
export function orderView(critical: readonly Open[], board: Board): AskedOfAll | null {
  if (critical.length === 0) return null
  return {
    type: 'order',
    says: orderQuestion(critical.map(({ id }) => serviceOf(id, board))),
    order: critical.map(({ id }) => incidentIn(id, board)),
  }
}
