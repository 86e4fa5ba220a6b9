// One failure that drags others down: services that fail and hang on another that fails too, as one question to the commander.
import type { IncidentId, ServiceId } from '../vocabulary.ts'
import { byBusinessImpact, type Failing } from './impact.ts'
import { partsOf, umbrellaOf, type Link } from './links.ts'

/** What each service stands on. */
export type Graph = ReadonlyMap<ServiceId, readonly ServiceId[]>

export type Cascade = {
  /** The incident of the deepest service that fails. */
  primary: Failing
  /** Those that hang on it, by what they do to the business. */
  parts: readonly Failing[]
}

/** The gravest first; each incident is in one of them at most. */
export function cascadesOf(failing: readonly Failing[], graph: Graph): Cascade[] {
  const ordered = failing.toSorted(byBusinessImpact)
  const below = reachable(ordered, graph)
  const hangsOn = (one: Failing, other: Failing): boolean => below.get(one.serviceId)?.has(other.serviceId) === true
  // Nothing that fails lies deeper, but for what lies as deep: in a circle the gravest speaks for all.
  const roots = ordered.filter((one) => ordered.every((other) => !hangsOn(one, other) || hangsOn(other, one)))
  const taken = new Set<Failing>()
  const groups: Cascade[] = []
  for (const { primary, claim } of byGravestClaim(roots, ordered, hangsOn)) {
    if (taken.has(primary)) continue
    const parts = claim.filter((one) => !taken.has(one))
    // Two incidents of one service are no cascade; beside one that hangs on it, the second belongs there too.
    if (!parts.some((one) => hangsOn(one, primary))) continue
    for (const one of [primary, ...parts]) taken.add(one)
    groups.push({ primary, parts })
  }
  return groups.toSorted((a, b) => byBusinessImpact(gravest(a), gravest(b)))
}

type Claim = { primary: Failing; claim: readonly Failing[] }

/** What hangs on two of them goes with the one whose group hurts more. */
function byGravestClaim(roots: readonly Failing[], all: readonly Failing[], hangsOn: (one: Failing, other: Failing) => boolean): Claim[] {
  return roots
    .map((primary) => ({
      primary,
      claim: all.filter((one) => one !== primary && (one.serviceId === primary.serviceId || hangsOn(one, primary))),
    }))
    .toSorted(
      (a, b) => byBusinessImpact(gravestOf(a.primary, a.claim), gravestOf(b.primary, b.claim)) || byBusinessImpact(a.primary, b.primary),
    )
}

const gravestOf = (primary: Failing, others: readonly Failing[]): Failing => [primary, ...others].toSorted(byBusinessImpact)[0] ?? primary

export const gravest = ({ primary, parts }: Cascade): Failing => gravestOf(primary, parts)

/** Every service that each of the failing ones stands on, however far below; what works between them carries the failure all the same. */
function reachable(failing: readonly Failing[], graph: Graph): Map<ServiceId, ReadonlySet<ServiceId>> {
  return new Map([...new Set(failing.map(({ serviceId }) => serviceId))].map((id) => [id, below(id, graph)]))
}

function below(start: ServiceId, graph: Graph): ReadonlySet<ServiceId> {
  const found = new Set<ServiceId>()
  const waiting = [...(graph.get(start) ?? [])]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue
    found.add(next)
    waiting.push(...(graph.get(next) ?? []))
  }
  // A circle leads back to itself: that is no other service.
  found.delete(start)
  return found
}

export type Question = { umbrella: IncidentId; primary: IncidentId; parts: readonly IncidentId[] }

/** For each incident the groups somebody has said "no" to. */
export type Declined = (id: IncidentId) => readonly (readonly string[])[]

/** What is still to be asked: whatever is not a part yet, and was not declined in a group as large. */
export function questionsOf(cascades: readonly Cascade[], links: readonly Link[], declined: Declined): Question[] {
  return cascades.flatMap(({ primary, parts }) => {
    const umbrella = umbrellaOf(links, primary.id) ?? primary.id
    const free = parts.map(({ id }) => id).filter((id) => isFree(links, id) && id !== umbrella && !isTied(links, id, umbrella))
    const isDeclined = declined(umbrella).some((group) => free.every((id) => group.includes(id)))
    return free.length === 0 || isDeclined ? [] : [{ umbrella, primary: primary.id, parts: free }]
  })
}

const isFree = (links: readonly Link[], id: IncidentId): boolean => umbrellaOf(links, id) === null && partsOf(links, id).length === 0

/** Somebody has said already how these two belong together. */
const isTied = (links: readonly Link[], a: IncidentId, b: IncidentId): boolean =>
  links.some(({ from, to }) => (from === a && to === b) || (from === b && to === a))
