// Which incidents belong together: related ones, and parts under an umbrella. One level deep, so that nobody has to follow a chain at night.
import { refuse, type IncidentId, type Refusal } from '../vocabulary.ts'
import type { Incident } from '../incident/incident.ts'

export const LINK_KINDS = ['related', 'part-of'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

/** `merged`: what `from` was has gone into `to`. */
export type Link = { from: IncidentId; to: IncidentId; kind: LinkKind | 'merged' }

/** As each of the two sees it: the umbrella's side of "part-of" is "has-part". */
export type Side = LinkKind | 'has-part'

type One = Pick<Incident, 'id' | 'status' | 'origin' | 'private'>
export type Linking = { from: One; to: One; kind: LinkKind; /** All that touch one of the two. */ links: readonly Link[] }

export type LinkRefusal =
  | 'same-incident'
  | 'test-with-real'
  | 'private-with-open'
  | 'already-linked'
  | 'already-a-part'
  | 'is-an-umbrella'
  | 'umbrella-is-a-part'
  | 'umbrella-resolved'

export function mayLink({ from, to, kind, links }: Linking): { ok: true } | Refusal<LinkRefusal> {
  if (from.id === to.id) return refuse('same-incident')
  if ((from.origin === 'test') !== (to.origin === 'test')) return refuse('test-with-real')
  // Each log would tell of the other.
  if (from.private !== to.private) return refuse('private-with-open')
  if (linkBetween(links, from.id, to.id) !== undefined) return refuse('already-linked')
  if (kind === 'related') return { ok: true }
  if (umbrellaOf(links, from.id) !== null) return refuse('already-a-part')
  if (partsOf(links, from.id).length > 0) return refuse('is-an-umbrella')
  if (umbrellaOf(links, to.id) !== null) return refuse('umbrella-is-a-part')
  if (to.status === 'resolved') return refuse('umbrella-resolved')
  return { ok: true }
}

/** In whichever direction; two incidents have one link at most. */
export const linkBetween = (links: readonly Link[], a: IncidentId, b: IncidentId): Link | undefined =>
  links.find(({ from, to }) => (from === a && to === b) || (from === b && to === a))

export const umbrellaOf = (links: readonly Link[], id: IncidentId): IncidentId | null =>
  links.find(({ from, kind }) => kind === 'part-of' && from === id)?.to ?? null

export const partsOf = (links: readonly Link[], id: IncidentId): IncidentId[] =>
  links.flatMap(({ from, to, kind }) => (kind === 'part-of' && to === id ? [from] : []))

/** How a link looks from one of its ends. */
export function sideOf({ from, kind }: Link, id: IncidentId): Side | 'merged' | 'absorbed' {
  if (kind === 'part-of') return from === id ? 'part-of' : 'has-part'
  if (kind === 'merged') return from === id ? 'merged' : 'absorbed'
  return kind
}
