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
  /** Another one, beside it. */
  other: string
  person: string
  contact: string
  service: string
  integration: string
  policy: string
  silence: string
  alert: string
  member: string
  invitation: string
  token: string
  document: ConfigInput
  pack: string
}

/** Of the usual organisation of a night, after its first alert. */
export const usualFacts: Facts = {
  incident: '1',
  other: '2',
  person: 'ann',
  contact: 'push',
  service: 'checkout',
  integration: 'alertmanager',
  policy: 'standard',
  silence: 'silence_none',
  alert: 'alert_none',
  member: 'member_none',
  invitation: 'invitation_none',
  token: 'token_none',
  document: organisation(),
  pack: 'none',
}

export type Sample = { path?: Record<string, string>; query?: string; body?: Record<string, unknown> }

const on = ({ incident }: Facts, body: Record<string, unknown> = {}): Sample => ({ path: { id: incident }, body })

/** The browser of RFC 8291's own example. */
export const aSubscription = {
  endpoint: 'https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV',
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
}

/** Drafts that name nobody, so that any organisation can look ahead with them. */
const aRota = {
  slug: 'draft',
  name: 'Draft',
  timeZone: 'Europe/Paris',
  layers: [{ slug: 'all', participants: [], startsOn: '2026-01-05' }],
}
const aLadder = { slug: 'draft', name: 'Draft', rungs: [{ delayMinutes: 5, targets: [] }] }

/** A short name can be taken once in an installation. */
let made = 0

const aPack = () => `extends: handbook\npack: own-${(made += 1)}\nversion: 1\nabout: Ours.\n`

const samples: Readonly<Record<RouteName, (facts: Facts) => Sample>> = {
  'incidents.declare': (facts) => ({ body: { service: facts.service, title: 'Orders vanish', severity: 'SEV2', anyway: true } }),
  'incidents.list': ({ service }) => ({ query: `status=open&service=${service}&limit=5` }),
  'services.list': () => ({ query: 'limit=5' }),
  'services.risks': () => ({}),
  'services.show': ({ service }) => ({ path: { service } }),
  'integrations.list': () => ({}),
  'integrations.show': ({ service, integration }) => ({ path: { service, integration } }),
  'integrations.rotateKey': ({ service, integration }) => ({ path: { service, integration }, body: {} }),
  'integrations.sendTest': ({ service, integration }) => ({ path: { service, integration }, body: { severity: 'info' } }),
  'incidents.show': ({ incident }) => ({ path: { id: incident } }),
  'incidents.log': ({ incident }) => ({ path: { id: incident }, query: 'after=0&limit=10' }),
  'incidents.alerts': ({ incident }) => ({ path: { id: incident } }),
  'incidents.why': ({ incident, person }) => ({ path: { id: incident, person } }),
  'incidents.deliveries': ({ incident }) => ({ path: { id: incident } }),
  'incidents.readings': ({ incident }) => ({ path: { id: incident } }),
  'sources.tryQuery': () => ({ path: { source: 'prometheus' }, body: { query: 'up' } }),
  'incidents.brief': ({ incident }) => ({ path: { id: incident }, query: 'for=stakeholders' }),
  'incidents.specialists': ({ incident }) => ({ path: { id: incident } }),
  'followUps.list': () => ({ query: 'state=open' }),
  'incidents.here': (facts) => on(facts, { seq: 1 }),
  'incidents.known': ({ incident }) => ({ path: { id: incident } }),
  'incidents.limits': ({ incident }) => ({ path: { id: incident } }),
  'incidents.protocol': ({ incident }) => ({ path: { id: incident } }),
  'incidents.communication': ({ incident }) => ({ path: { id: incident } }),
  'incidents.loss': ({ incident }) => ({ path: { id: incident } }),
  'incidents.ask': (facts) => on(facts, { audience: 'executives', text: 'When can people pay again?' }),
  'incidents.record': (facts) => on(facts, { as: facts.person, entry: { type: 'finding.noted', text: 'the gateway answers 503' } }),
  'incidents.link': (facts) => on(facts, { to: facts.other, kind: 'related' }),
  'incidents.unlink': (facts) => on(facts, { to: facts.other }),
  'incidents.merge': ({ incident, other }) => ({ path: { id: other }, body: { into: incident, why: 'The same cause' } }),
  'incidents.circle': ({ incident }) => ({ path: { id: incident } }),
  'incidents.setPrivacy': (facts) => on(facts, { private: true, why: 'A key was published' }),
  'incidents.letIn': (facts) => on(facts, { person: facts.person }),
  'incidents.shutOut': (facts) => on(facts, { person: facts.person }),
  'incidents.say': (facts) => on(facts, { as: facts.person, kind: 'did', text: 'restarted the gateway' }),
  'board.show': () => ({}),
  'board.answer': ({ incident, other }) => ({ path: { id: incident }, body: { parts: [other], together: true } }),
  'board.order': ({ incident, other }) => ({ path: { id: incident }, body: { others: [other], why: 'Revenue' } }),
  'board.move': ({ incident, other, person }) => ({ path: { id: other }, body: { person, to: incident, role: 'dba' } }),
  'now.show': () => ({ query: 'timeZone=Europe/Paris' }),
  'alerts.list': ({ service }) => ({ query: `status=open&service=${service}&q=down&silenced=false&from=2020-01-01T00:00:00Z&limit=5` }),
  'alerts.show': ({ alert }) => ({ path: { id: alert } }),
  'incidents.acknowledge': (facts) => on(facts, { as: facts.person }),
  'incidents.escalate': (facts) => on(facts),
  'incidents.resolve': (facts) => on(facts),
  'incidents.snooze': (facts) => on(facts, { minutes: 30 }),
  'incidents.reassign': (facts) => on(facts, { policy: facts.policy }),
  'incidents.addResponder': (facts) => on(facts, { person: facts.person }),
  'incidents.applyPolicy': (facts) => on(facts),
  'onCall.list': () => ({ query: 'at=2026-03-02T04:00:00Z' }),
  'config.export': () => ({}),
  'config.names': () => ({}),
  'config.protocols': () => ({}),
  'config.apply': ({ document }) => ({ body: document }),
  'config.plan': ({ document }) => ({ body: document }),
  'config.edit': () => ({ body: { put: { people: [{ slug: 'nora', name: 'Nora' }] } } }),
  'config.release': () => ({ body: {} }),
  'packs.ledger': () => ({ query: 'incidents=20' }),
  'packs.list': () => ({}),
  'packs.show': ({ pack }) => ({ path: { pack } }),
  'packs.check': () => ({ body: { document: aPack() } }),
  'packs.preview': () => ({ body: { document: aPack() } }),
  'packs.publish': () => ({ body: { document: aPack(), after: 0, note: 'to try it' } }),
  'packs.goBack': ({ pack }) => ({ path: { pack }, body: { version: 1, after: 1, note: 'as it was' } }),
  'people.list': () => ({ query: 'limit=5' }),
  'people.show': ({ person }) => ({ path: { person } }),
  'me.show': () => ({}),
  'me.edit': () => ({ body: { timeZone: 'Europe/Lisbon' } }),
  'me.test': ({ contact }) => ({ path: { contact }, body: {} }),
  'me.sendCode': ({ contact }) => ({ path: { contact }, body: {} }),
  'me.confirmCode': ({ contact }) => ({ path: { contact }, body: { code: '000000' } }),
  'hours.preview': () => ({
    body: { hours: { timeZone: 'Europe/Paris', week: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }], holidays: [] } },
  }),
  'schedules.preview': () => ({ body: { schedule: aRota, from: '2026-03-02T00:00:00Z', to: '2026-03-30T00:00:00Z' } }),
  'policies.preview': () => ({ body: { policy: aLadder, at: '2026-03-02T04:00:00Z' } }),
  'silences.list': () => ({}),
  'silences.create': ({ service }) => ({ body: { service, minutes: 60, reason: 'planned work' } }),
  'silences.end': ({ silence }) => ({ path: { id: silence }, body: {} }),
  'contacts.test': ({ person, contact }) => ({ path: { person, contact }, body: {} }),
  'browsers.list': ({ person }) => ({ path: { person } }),
  'browsers.subscribe': ({ person }) => ({ path: { person }, body: { ...aSubscription, name: 'Chrome on Android' } }),
  'browsers.unsubscribe': ({ person }) => ({ path: { person }, body: { endpoint: aSubscription.endpoint } }),
  'changes.list': ({ service }) => ({ query: `service=${service}` }),
  'signals.dryRun': () => ({ body: { kind: 'generic', body: { summary: 'disk full', key: 'd1' } } }),
  'status.show': () => ({}),
  'members.list': () => ({ query: 'limit=5' }),
  'members.changeRole': ({ member }) => ({ path: { id: member }, body: { role: 'lead' } }),
  'members.linkPerson': ({ member, person }) => ({ path: { id: member }, body: { person } }),
  'members.remove': ({ member }) => ({ path: { id: member }, body: {} }),
  'members.resetLink': ({ member }) => ({ path: { id: member }, body: {} }),
  'invitations.list': () => ({ query: 'limit=5' }),
  'invitations.create': () => ({ body: { email: 'new@example.org', role: 'responder' } }),
  'invitations.revoke': ({ invitation }) => ({ path: { id: invitation }, body: {} }),
  'tokens.list': () => ({ query: 'limit=5' }),
  'tokens.create': () => ({ body: { name: 'deploys', scopes: ['read'] } }),
  'tokens.revoke': ({ token }) => ({ path: { id: token }, body: {} }),
  'audit.list': () => ({ query: 'action=incident&limit=5' }),
  'organisations.create': () => ({ body: { slug: `another-${(made += 1)}`, name: 'Another' } }),
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
