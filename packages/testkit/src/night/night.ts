// A night: a real Muster on a real database, told in the words of the people who live through it. What nobody expected fails it.
import type { ConfigInput } from '@muster/contract/config-document.ts'
import type { IncidentDetail, LogEntry, Why } from '@muster/contract/incidents.ts'
import { CHANNELS, type Instant } from '@muster/core/vocabulary.ts'
import { drain } from '@muster/server/jobs/engine.ts'
import { nextReadingAt } from '@muster/server/jobs/readings/claim.ts'
import { nextTimerAt } from '@muster/server/jobs/timers/fire-timers.ts'
import type { Connection } from '@muster/server/store/db.ts'
import { nextDeliveryAt } from '@muster/server/store/outbox.ts'
import { createTestClock, duration, type TestClock } from './clock.ts'
import { freshDatabase, type Cluster, type FreshDatabase } from './database.ts'
import { startNode, TOKEN, type Node } from './node.ts'
import { keyOf, organisation } from './organisation.ts'
import { createPhone, type Phone } from './phone.ts'
import { createProviders, type Providers } from './providers.ts'

export type Alert = {
  key?: string
  severity?: 'critical' | 'error' | 'warning' | 'info'
  service?: string
  source?: string
  at?: string
  node?: Node
}

export type Answer = { status: number; body: unknown }

export type Night = {
  node: Node
  database: FreshDatabase
  clock: TestClock
  providers: Providers
  /** A monitor says that something is wrong; what follows at once has followed when this returns. */
  alert: (summary: string, about?: Alert) => Promise<Answer>
  /** The same, only accepted: nothing has followed yet. */
  signal: (action: 'trigger' | 'acknowledge' | 'resolve', summary: string, about?: Alert) => Promise<Answer>
  acknowledges: (about?: Alert) => Promise<Answer>
  clears: (about?: Alert) => Promise<Answer>
  phone: (person: string) => Phone
  after: (time: string) => Promise<void>
  /** Everything due now is done. */
  settle: () => Promise<void>
  api: (method: 'GET' | 'POST', path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
  apply: (document: ConfigInput) => Promise<void>
  incident: (number?: number) => Promise<IncidentDetail>
  log: (number?: number) => Promise<LogEntry[]>
  why: (person: string, number?: number) => Promise<Why>
  /** Another node on the same database. */
  anotherNode: (name: string, connection?: Connection) => Promise<Node>
  /** Fails when somebody got a message that no expectation took. */
  nothingElse: () => void
  close: () => Promise<void>
}

export type NightOptions = { organisation?: ConfigInput; start?: Instant }

export async function startNight(cluster: Cluster, options: NightOptions = {}): Promise<Night> {
  const database = await freshDatabase(cluster)
  const clock = createTestClock(options.start)
  const providers = createProviders()
  const nodes: Node[] = []
  const anotherNode = async (name: string, connection = database.connection): Promise<Node> => {
    const node = await startNode({ connection, clock, providers, name })
    nodes.push(node)
    return node
  }
  const node = await anotherNode('first')
  const settle = () => drain(node.world)
  const phones = new Map<string, Phone>()
  const night: Night = {
    ...monitorOf(node, settle),
    ...apiOf(node, settle),
    node,
    database,
    clock,
    providers,
    settle,
    anotherNode,
    phone: (person) => {
      const known = phones.get(person) ?? createPhone({ person, providers, app: node.app, settle })
      phones.set(person, known)
      return known
    },
    after: (time) => pass(night, clock.now() + duration(time)),
    nothingElse: () => {
      const heard = new Set([...phones.values()].flatMap((phone) => phone.heard()))
      const unexpected = providers.arrived.filter((one) => !heard.has(one))
      if (unexpected.length === 0) return
      const lines = unexpected.map(({ to, message, at }) => `${new Date(at).toISOString()} ${to}: ${message.kind} "${message.title}"`)
      throw new Error(`Nobody expected:\n${lines.join('\n')}`)
    },
    close: async () => {
      await Promise.all(nodes.map((one) => one.close()))
      await database.drop()
    },
  }
  await night.apply(options.organisation ?? organisation())
  return night
}

type Settle = () => Promise<void>

function monitorOf(node: Node, settle: Settle): Pick<Night, 'signal' | 'alert' | 'acknowledges' | 'clears'> {
  const signal: Night['signal'] = async (action, summary, about = {}) => {
    const { key = 'k1', severity = 'critical', service = 'checkout', source = 'probe-1', at } = about
    const payload = { summary, source, severity, ...(at === undefined ? {} : { timestamp: at }) }
    const event = { routing_key: keyOf(service), event_action: action, dedup_key: key, payload }
    const response = await (about.node ?? node).app.inject({ method: 'POST', url: '/v2/enqueue', payload: JSON.stringify(event) })
    return { status: response.statusCode, body: parsed(response.payload) }
  }
  const send = async (...said: Parameters<Night['signal']>): Promise<Answer> => {
    const answer = await signal(...said)
    await settle()
    return answer
  }
  return {
    signal,
    alert: (summary, about) => send('trigger', summary, about),
    acknowledges: (about) => send('acknowledge', 'has it', about),
    clears: (about) => send('resolve', 'is over', about),
  }
}

function apiOf({ app }: Node, settle: Settle): Pick<Night, 'api' | 'apply' | 'incident' | 'log' | 'why'> {
  const api: Night['api'] = async (method, path, body, headers = {}) => {
    const response = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    })
    await settle()
    return { status: response.statusCode, body: parsed(response.payload) }
  }
  const get = async <T>(path: string): Promise<T> => {
    const { status, body } = await api('GET', path)
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`)
    return body as T
  }
  return {
    api,
    apply: async (document) => {
      const { status, body } = await api('POST', '/config', document)
      if (status !== 200) throw new Error(`apply answered ${status}: ${JSON.stringify(body)}`)
    },
    incident: (number = 1) => get(`/incidents/${number}`),
    log: async (number = 1) => (await get<{ items: LogEntry[] }>(`/incidents/${number}/log?limit=1000`)).items,
    why: (person, number = 1) => get(`/incidents/${number}/why/${person}`),
  }
}

/** Time passes from one due moment to the next, as it would with an engine that is never late. */
async function pass({ clock, node, settle }: Night, until: Instant): Promise<void> {
  const { world } = node
  for (;;) {
    const dues = [
      await nextTimerAt(world),
      await nextReadingAt(world),
      ...(await Promise.all(CHANNELS.map((channel) => nextDeliveryAt(world.db, channel)))),
    ]
    const next = Math.min(until, ...dues.filter((at) => at !== null))
    clock.set(Math.max(clock.now(), next))
    await settle()
    if (next >= until) return
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
