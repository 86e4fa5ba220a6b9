// The routes of the API, read off the contract, and one right call of each: a route without one does not compile.
import { api, type Action, type Scope, PERMISSIONS } from '@muster/contract/api.ts'
import type { ConfigInput } from '@muster/contract/config-document.ts'
import { organisation } from './organisation.ts'

type Api = typeof api
type Room = keyof Api
export type RouteName = { [Name in Room]: `${Name}.${keyof Api[Name] & string}` }[Room]

export type ApiRoute = { name: RouteName; method: 'GET' | 'POST'; path: string; action: Action; scope: Scope }

export const apiRoutes: readonly ApiRoute[] = Object.entries(api).flatMap(([room, routes]) =>
  Object.entries(routes).map(([door, procedure]) => routeOf(`${room}.${door}` as RouteName, procedure)),
)

export const writeRoutes = apiRoutes.filter((route) => route.method === 'POST')

type Procedure = { '~orpc': { route: { method?: string; path?: string }; meta: { action: Action | null } } }

function routeOf(name: RouteName, { '~orpc': { route, meta } }: Procedure): ApiRoute {
  const { action } = meta
  if (action === null || route.path === undefined) throw new Error(`${name} has no action or no path`)
  return { name, method: route.method === 'GET' ? 'GET' : 'POST', path: route.path, action, scope: PERMISSIONS[action] }
}

/** What is there to be asked about and acted on. */
export type Facts = {
  incident: string
  person: string
  contact: string
  service: string
  policy: string
  silence: string
  document: ConfigInput
}

/** Of the usual organisation of a night, after its first alert. */
export const usualFacts: Facts = {
  incident: '1',
  person: 'ann',
  contact: 'push',
  service: 'checkout',
  policy: 'standard',
  silence: 'silence_none',
  document: organisation(),
}

export type Sample = { path?: Record<string, string>; query?: string; body?: Record<string, unknown> }

const on = ({ incident }: Facts, body: Record<string, unknown> = {}): Sample => ({ path: { id: incident }, body })

const samples: Readonly<Record<RouteName, (facts: Facts) => Sample>> = {
  'incidents.list': ({ service }) => ({ query: `status=open&service=${service}&limit=5` }),
  'integrations.list': () => ({}),
  'incidents.show': ({ incident }) => ({ path: { id: incident } }),
  'incidents.log': ({ incident }) => ({ path: { id: incident }, query: 'after=0&limit=10' }),
  'incidents.alerts': ({ incident }) => ({ path: { id: incident } }),
  'incidents.why': ({ incident, person }) => ({ path: { id: incident, person } }),
  'incidents.acknowledge': (facts) => on(facts, { as: facts.person }),
  'incidents.escalate': (facts) => on(facts),
  'incidents.resolve': (facts) => on(facts),
  'incidents.snooze': (facts) => on(facts, { minutes: 30 }),
  'incidents.reassign': (facts) => on(facts, { policy: facts.policy }),
  'incidents.addResponder': (facts) => on(facts, { person: facts.person }),
  'incidents.applyPolicy': (facts) => on(facts),
  'onCall.list': () => ({ query: 'at=2026-03-02T04:00:00Z' }),
  'config.export': () => ({}),
  'config.apply': ({ document }) => ({ body: document }),
  'config.plan': ({ document }) => ({ body: document }),
  'silences.list': () => ({}),
  'silences.create': ({ service }) => ({ body: { service, minutes: 60, reason: 'planned work' } }),
  'silences.end': ({ silence }) => ({ path: { id: silence }, body: {} }),
  'contacts.test': ({ person, contact }) => ({ path: { person, contact }, body: {} }),
  'changes.list': ({ service }) => ({ query: `service=${service}` }),
  'signals.dryRun': () => ({ body: { kind: 'generic', body: { summary: 'disk full', key: 'd1' } } }),
  'status.show': () => ({}),
}

export type ApiCall = { method: 'GET' | 'POST'; url: string; payload?: string }

/** A call of this route that should succeed, given the facts. */
export function callOf(route: ApiRoute, facts: Facts): ApiCall {
  const { path = {}, query, body } = samples[route.name](facts)
  const filled = route.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(path[name] ?? `no-${name}`))
  return {
    method: route.method,
    url: `/api/v1${filled}${query === undefined ? '' : `?${query}`}`,
    ...(route.method === 'POST' && { payload: JSON.stringify(body ?? {}) }),
  }
}
