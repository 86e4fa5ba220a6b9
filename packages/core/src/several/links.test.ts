// What belongs together: one link between two, one umbrella over a part, and no chains.
import { describe, expect, test } from 'vitest'
import type { IncidentId } from '../vocabulary.ts'
import { mayLink, partsOf, sideOf, umbrellaOf, type Link, type LinkKind, type Linking } from './links.ts'

const one = (n: number, of: Partial<Linking['from']> = {}): Linking['from'] => ({
  id: `incident_${n}`,
  status: 'triggered',
  origin: 'alert',
  private: false,
  ...of,
})
const link = (from: number, to: number, kind: Link['kind'] = 'part-of'): Link => ({ from: `incident_${from}`, to: `incident_${to}`, kind })
const asked = (kind: LinkKind, links: Link[] = [], of: { from?: Partial<Linking['from']>; to?: Partial<Linking['from']> } = {}) =>
  mayLink({ from: one(1, of.from), to: one(2, of.to), kind, links })

describe('[OR-04] two incidents may be linked,', () => {
  test.each<[string, unknown, ReturnType<typeof asked>]>([
    ['as related', true, asked('related')],
    ['as related also when one of them is over', true, asked('related', [], { to: { status: 'resolved' } })],
    ['as a part, also when the part is over', true, asked('part-of', [], { from: { status: 'resolved' } })],
    ['as a part of what has other parts', true, asked('part-of', [link(3, 2)])],
    ['but not one with itself', 'same-incident', asked('related', [], { to: { id: 'incident_1' } })],
    ['but not a test with what is real', 'test-with-real', asked('related', [], { to: { origin: 'test' } })],
    ['but not twice', 'already-linked', asked('part-of', [link(1, 2, 'related')])],
    ['but not both ways round', 'already-linked', asked('part-of', [link(2, 1)])],
    ['but not as a part of two', 'already-a-part', asked('part-of', [link(1, 3)])],
    ['but not an umbrella under another', 'is-an-umbrella', asked('part-of', [link(3, 1)])],
    ['but not under a part', 'umbrella-is-a-part', asked('part-of', [link(2, 3)])],
    ['but not under what is over', 'umbrella-resolved', asked('part-of', [], { to: { status: 'resolved' } })],
  ])('%s', (_how, expected, decision) => {
    expect(decision.ok || decision.reason).toBe(expected)
  })
})

test('however links are made one after another, every part has one umbrella, and no umbrella is a part', () => {
  const ids = [1, 2, 3, 4, 5]
  let links: Link[] = []
  // Every pair in a fixed wild order, several times over.
  for (let step = 0; step < 400; step += 1) {
    const from = ids[(step * 7) % 5] ?? 1
    const to = ids[(step * 3 + Math.floor(step / 5)) % 5] ?? 1
    if (step % 11 === 0) links = links.slice(1)
    if (mayLink({ from: one(from), to: one(to), kind: 'part-of', links }).ok) links = [...links, link(from, to)]
    for (const n of ids) {
      const id: IncidentId = `incident_${n}`
      expect(links.filter((made) => made.from === id).length).toBeLessThan(2)
      expect(umbrellaOf(links, id) !== null && partsOf(links, id).length > 0).toBe(false)
    }
  }
})

test('each of the two sees the link from its own side', () => {
  expect(['incident_1', 'incident_2'].map((id) => sideOf(link(1, 2), id as IncidentId))).toEqual(['part-of', 'has-part'])
  expect(['incident_1', 'incident_2'].map((id) => sideOf(link(1, 2, 'merged'), id as IncidentId))).toEqual(['merged', 'absorbed'])
  expect(sideOf(link(1, 2, 'related'), 'incident_2')).toBe('related')
})
