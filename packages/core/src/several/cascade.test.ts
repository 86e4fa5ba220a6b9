// What hangs on what: whatever the graph and whatever fails, groups are true, complete, apart from each other, and asked about once.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IncidentId, ServiceId } from '../vocabulary.ts'
import { cascadesOf, questionsOf, type Graph } from './cascade.ts'
import { byBusinessImpact, type Failing } from './impact.ts'
import type { Link } from './links.ts'

const service = (name: string | number): ServiceId => `service_${name}`
const failing = (number: number, of: string | number, more: Partial<Failing> = {}): Failing => ({
  id: `incident_${number}`,
  number,
  serviceId: service(of),
  class: 'major',
  severity: 'SEV1',
  criticalPath: false,
  openedAt: number,
  ...more,
})
const graph = (edges: Record<string, string[]>): Graph =>
  new Map(Object.entries(edges).map(([from, to]) => [service(from), to.map(service)]))
const numbers = (list: readonly Failing[]) => list.map(({ number }) => number)
const shop = graph({ checkout: ['cart', 'db'], cart: ['cache'], cache: ['db'], login: ['db'], search: ['index'] })

describe('[DV-03] services that hang on one that fails', () => {
  it('are grouped under it, by what they do to the business, also over services that work', () => {
    const all = [failing(1, 'cart'), failing(2, 'checkout', { criticalPath: true }), failing(3, 'db'), failing(4, 'search')]
    expect(cascadesOf(all, shop).map(({ primary, parts }) => [primary.number, numbers(parts)])).toEqual([[3, [2, 1]]])
  })

  it('are no group as long as what they hang on works', () => {
    expect(cascadesOf([failing(1, 'cart'), failing(2, 'login')], shop)).toEqual([])
    expect(cascadesOf([failing(1, 'db'), failing(2, 'db')], shop)).toEqual([])
  })

  it('in a circle have the gravest as their first', () => {
    const round = graph({ a: ['b'], b: ['c'], c: ['a'] })
    const all = [failing(1, 'a'), failing(2, 'b', { criticalPath: true }), failing(3, 'c')]
    expect(cascadesOf(all, round).map(({ primary, parts }) => [primary.number, numbers(parts)])).toEqual([[2, [1, 3]]])
  })

  it('that hang on two go with the one that hurts the business more', () => {
    const two = graph({ shop: ['db', 'queue'] })
    const all = [failing(1, 'shop'), failing(2, 'db', { class: 'standard', severity: 'SEV2' }), failing(3, 'queue', { criticalPath: true })]
    expect(cascadesOf(all, two).map(({ primary, parts }) => [primary.number, numbers(parts)])).toEqual([[3, [1]]])
  })
})

it('[OR-04] incidents stand in the order of their impact: class, critical path, severity, then the oldest', () => {
  const all = [
    failing(1, 'a', { class: 'standard', severity: 'SEV2', criticalPath: true }),
    failing(2, 'b'),
    failing(3, 'c', { criticalPath: true }),
    failing(4, 'd', { class: 'crisis', severity: 'SEV0' }),
    failing(5, 'e', { class: 'crisis', criticalPath: true }),
    failing(6, 'f', { openedAt: 0 }),
  ]
  expect(numbers(all.toSorted(byBusinessImpact))).toEqual([5, 4, 3, 6, 2, 1])
})

const SERVICES = 7
const wild = fc.record({
  edges: fc.array(fc.tuple(fc.nat(SERVICES - 1), fc.nat(SERVICES - 1)), { maxLength: 20 }),
  fails: fc.array(fc.record({ of: fc.nat(SERVICES - 1), grave: fc.boolean(), critical: fc.boolean() }), { maxLength: 9 }),
})
type Wild = { edges: [number, number][]; fails: { of: number; grave: boolean; critical: boolean }[] }

function made({ edges, fails }: Wild): { all: Failing[]; net: Graph; hangs: (a: ServiceId, b: ServiceId) => boolean } {
  const net = new Map<ServiceId, ServiceId[]>()
  for (const [from, to] of edges) net.set(service(from), [...(net.get(service(from)) ?? []), service(to)])
  const all = fails.map(({ of, grave, critical }, place) =>
    failing(place + 1, of, { criticalPath: critical, ...(!grave && { class: 'standard', severity: 'SEV2' }) }),
  )
  // By another way than the rule's: paths of every length.
  const hangs = (a: ServiceId, b: ServiceId): boolean => {
    let reached = new Set([a])
    for (let step = 0; step < SERVICES; step += 1) {
      reached = new Set([...reached].flatMap((one) => net.get(one) ?? []))
      if (reached.has(b)) return a !== b
    }
    return false
  }
  return { all, net, hangs }
}

describe('[DV-03] whatever hangs on whatever, and whatever fails:', () => {
  const always = (check: (drawn: ReturnType<typeof made>) => void) =>
    fc.assert(
      fc.property(wild, (drawn) => check(made(drawn))),
      { numRuns: 400 },
    )

  it('each incident is in one group at most, and hangs on the first of its group or is of the same service', () => {
    always(({ all, net, hangs }) => {
      const groups = cascadesOf(all, net)
      const members = groups.flatMap(({ primary, parts }) => [primary, ...parts])
      expect(new Set(members).size).toBe(members.length)
      for (const { primary, parts } of groups)
        for (const part of parts) expect(part.serviceId === primary.serviceId || hangs(part.serviceId, primary.serviceId)).toBe(true)
    })
  })

  it('the first of a group hangs on nothing that fails, unless that hangs on it as well', () => {
    always(({ all, net, hangs }) => {
      for (const { primary } of cascadesOf(all, net))
        for (const other of all) if (hangs(primary.serviceId, other.serviceId)) expect(hangs(other.serviceId, primary.serviceId)).toBe(true)
    })
  })

  it('whoever hangs on something that fails is in a group', () => {
    always(({ all, net, hangs }) => {
      const grouped = new Set(cascadesOf(all, net).flatMap(({ primary, parts }) => [primary, ...parts]))
      for (const one of all) if (all.some((other) => hangs(one.serviceId, other.serviceId))) expect(grouped.has(one)).toBe(true)
    })
  })

  it('the order in which they are told of changes nothing', () => {
    always(({ all, net }) => {
      expect(cascadesOf(all.toReversed(), net)).toEqual(cascadesOf(all, net))
    })
  })

  it('once linked or declined it is not asked again; when the group has grown it is', () => {
    always(({ all, net }) => {
      const cascades = cascadesOf(all, net)
      for (const { umbrella, parts } of questionsOf(cascades, [], () => [])) {
        const links = parts.map((from): Link => ({ from, to: umbrella, kind: 'part-of' }))
        const saidNo = (id: IncidentId) => (id === umbrella ? [parts] : [])
        const asked = (...given: Parameters<typeof questionsOf>) => questionsOf(...given).filter((one) => one.umbrella === umbrella)
        expect(asked(cascades, links, () => [])).toEqual([])
        expect(asked(cascades, [], saidNo)).toEqual([])
        const smaller = (id: IncidentId) => (id === umbrella ? [parts.slice(1)] : [])
        expect(asked(cascades, [], smaller)).toHaveLength(1)
      }
    })
  })
})

it('what hangs on a part is asked about under its umbrella; whatever is tied by hand, or is an umbrella itself, is left as it is', () => {
  const all = [failing(1, 'cart'), failing(2, 'checkout'), failing(3, 'db'), failing(4, 'login')]
  const link = (from: number, to: number, kind: Link['kind']): Link => ({ from: `incident_${from}`, to: `incident_${to}`, kind })
  const asked = (...links: Link[]) => questionsOf(cascadesOf(all, shop), links, () => []).map(({ umbrella, parts }) => [umbrella, parts])
  expect(asked(link(3, 9, 'part-of'))).toEqual([['incident_9', ['incident_1', 'incident_2', 'incident_4']]])
  expect(asked(link(1, 3, 'related'))).toEqual([['incident_3', ['incident_2', 'incident_4']]])
  expect(asked(link(8, 2, 'part-of'))).toEqual([['incident_3', ['incident_1', 'incident_4']]])
})
