// A server on the loopback that speaks the contract for a few routes, and remembers what it was asked.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { api } from '@muster/contract/api.ts'
import type { BoardView } from '@muster/contract/board.ts'
import type { Applied } from '@muster/contract/config-document.ts'
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { implement, ORPCError } from '@orpc/server'
import { NIGHT, TOKEN } from './terminal.ts'

export type Asked = { method: string; path: string; headers: IncomingMessage['headers'] }

export const incident: IncidentDetail = {
  id: 'incident_01',
  number: 12,
  status: 'triggered',
  severity: 'SEV0',
  grade: { label: 'SEV1', class: 'crisis' },
  title: 'Checkout answers nobody: every payment fails at the last step',
  origin: 'alert',
  service: { slug: 'checkout', name: 'Checkout' },
  openedAt: new Date(NIGHT - 3 * 60_000).toISOString(),
  acknowledgedAt: null,
  resolvedAt: null,
  alertCount: 2,
  openAlerts: 1,
  private: false,
  pages: [
    {
      id: 'page_01',
      role: 'ladder',
      state: 'climbing',
      policy: 'Payments',
      rung: 1,
      rungs: 2,
      step: 1,
      pass: 1,
      passes: 3,
      people: [{ slug: 'ada', name: 'Ada Lovelace', state: 'called' }],
      nextAt: new Date(NIGHT + 2 * 60_000).toISOString(),
      unowned: false,
      ladder: [],
    },
  ],
  holder: null,
  next: { at: new Date(NIGHT + 2 * 60_000).toISOString(), who: ['Ben'], because: 'rung-elapsed', isLastResort: false },
  can: { acknowledge: null, escalate: null, resolve: null, snooze: null, reassign: null, 'add-responder': null },
  runbook: null,
  waits: null,
  whatToDo: null,
  dependencies: { dependsOn: [], usedBy: [] },
  links: [],
  recentChanges: [],
}

const person = {
  slug: 'ada',
  name: 'Ada Lovelace',
  email: null,
  timeZone: 'UTC',
  disabled: false,
  contacts: [{ slug: 'phone', channel: 'ntfy' as const, address: 'https://ntfy.example.org/ada' }],
  rules: [],
}

const row = {
  slug: person.slug,
  name: person.name,
  email: null,
  timeZone: 'UTC',
  disabled: false,
  onCall: [],
  nextShift: null,
  reach: { rings: true, says: [], each: [] },
}

const named = { number: incident.number, title: incident.title }

/** Two at once: one commanded, one a part of it that nobody commands. */
const board: BoardView = {
  at: new Date(NIGHT).toISOString(),
  rows: [incident, { ...incident, number: 13, title: 'Nobody can sign in' }].map((one, place) => ({
    ...one,
    under: place === 0 ? null : incident.number,
    criticalPath: place === 0,
    phase: { name: 'Stop the bleeding', since: incident.openedAt },
    commander: place === 0 ? { slug: 'ada', name: 'Ada', isMine: false, through: null } : null,
    people: [],
    calling: [],
    clock: { says: 'Tell the room.', owner: 'Ada', dueAt: new Date(NIGHT + 60_000).toISOString(), state: 'due' as const },
    promise: null,
  })),
  from: 0,
  more: 0,
  conflicts: [
    {
      type: 'role',
      role: { id: 'dba', name: 'Database administrator' },
      queue: [
        { ...named, who: 'Ada' },
        { ...named, number: 13, who: null },
      ],
    },
  ],
  degradations: [{ on: named, seq: 4, text: 'Reports are slow', by: 'Ada', at: incident.openedAt, until: null }],
  question: { type: 'order', says: 'Which comes first?', order: [named], isMine: false },
  isDecided: false,
  roles: [],
}

const member = {
  id: 'member_01',
  account: { id: 'account_01', name: 'Ada', email: 'ada@example.org', twoFactor: false },
  role: 'responder' as const,
  person: null,
  createdAt: new Date(NIGHT).toISOString(),
}

/** What a test changes about the answers. */
export type World = {
  incident: IncidentDetail
  applied: Applied
  refuse: string | null
  contact: 'delivered' | 'never'
  applications: unknown[]
  skewMs: number
}

export async function startServer(): Promise<{ url: string; world: World; asked: Asked[]; stop: () => Promise<void> }> {
  const world: World = {
    incident,
    applied: { steps: [], newKeys: [], warnings: [] },
    refuse: null,
    contact: 'delivered',
    applications: [],
    skewMs: 0,
  }
  const asked: Asked[] = []
  const handler = new OpenAPIHandler(routes(world))
  const server = createServer(async (request, response) => {
    asked.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers })
    response.setHeader('date', new Date(NIGHT + world.skewMs).toUTCString())
    const { matched } = await handler.handle(request, response, { prefix: '/api/v1', context: { token: request.headers.authorization } })
    if (!matched) plainRoutes(request, response)
  })
  return { url: await listen(server), world, asked, stop: async () => void server.close().closeAllConnections() }
}

export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}

function plainRoutes(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/healthz' || request.url === '/readyz') return void response.end('ok')
  if (request.url === '/v2/enqueue')
    return void response
      .writeHead(202, { 'content-type': 'application/json' })
      .end('{"status":"success","message":"Event processed","dedup_key":"d1"}')
  response.writeHead(404, { 'content-type': 'application/json' }).end('{}')
}

function routes(world: World) {
  const os = implement(api)
    .$context<{ token: string | undefined }>()
    .use(({ context, next }) => {
      if (context.token === `Bearer ${TOKEN}`) return next()
      throw new ORPCError('UNAUTHORIZED', { defined: true, status: 401, data: { reason: 'token-unknown', hint: 'Send a valid one.' } })
    })
  const answer = () => {
    if (world.refuse === null) return world.incident
    throw new ORPCError('CONFLICT', {
      defined: true,
      status: 409,
      data: { reason: world.refuse, hint: 'It is over: nothing is left to do.' },
    })
  }
  return {
    incidents: {
      list: os.incidents.list.handler(() => ({ items: [world.incident], next: null })),
      show: os.incidents.show.handler(answer),
      acknowledge: os.incidents.acknowledge.handler(() => ({ ...answer(), status: 'acknowledged' as const })),
      snooze: os.incidents.snooze.handler(answer),
      say: os.incidents.say.handler(answer),
      link: os.incidents.link.handler(answer),
      unlink: os.incidents.unlink.handler(answer),
      merge: os.incidents.merge.handler(answer),
      setPrivacy: os.incidents.setPrivacy.handler(({ input }) => ({ ...answer(), private: input.private })),
      letIn: os.incidents.letIn.handler(answer),
      shutOut: os.incidents.shutOut.handler(answer),
      circle: os.incidents.circle.handler(() => ({
        private: true,
        people: [{ slug: 'ada', viewer: 'user_ada', name: 'Ada Lovelace', since: incident.openedAt }],
      })),
    },
    board: { show: os.board.show.handler(() => board) },
    services: {
      risks: os.services.risks.handler(() => ({
        items: [
          {
            kind: 'one-person' as const,
            isCritical: true,
            says: 'Ann alone can be called for Checkout.',
            mend: 'Put a second person on Standard.',
            place: { kind: 'policy' as const, slug: 'standard', name: 'Standard' },
          },
        ],
        more: 0,
      })),
    },
    onCall: {
      list: os.onCall.list.handler(({ input }) => ({
        schedules: [
          { slug: 'payments', name: 'Payments', people: [], until: null, why: `Nobody is on it at ${input.at ?? 'this moment'}.` },
        ],
      })),
    },
    config: {
      export: os.config.export.handler(() => ({ people: [person], schedules: [], policies: [], services: [], catchAll: { targets: [] } })),
      plan: os.config.plan.handler(({ input }) => {
        const at = input.services.findIndex((service) => service.policy === 'nowhere')
        if (at !== -1)
          throw new ORPCError('INVALID', {
            defined: true,
            status: 422,
            data: { faults: [{ at: `services[${at}].policy`, says: 'There is no policy "nowhere" in this document.' }] },
          })
        return { ...world.applied, newKeys: [] }
      }),
      apply: os.config.apply.handler(({ input }) => {
        world.applications.push(input)
        return world.applied
      }),
    },
    people: {
      list: os.people.list.handler(() => ({ items: [{ ...row, contacts: [{ slug: 'phone', channel: 'ntfy' as const }] }], next: null })),
    },
    contacts: {
      test: os.contacts.test.handler(() => ({
        result: world.contact,
        detail: world.contact === 'never' ? 'The topic does not exist.' : 'The provider took the message.',
      })),
    },
    members: {
      list: os.members.list.handler(({ input: { cursor } }) =>
        // On the second page, so that a command which reads only the first finds nobody.
        cursor === undefined ? { items: [], next: '1.member_01' } : { items: [member], next: null },
      ),
      resetLink: os.members.resetLink.handler(() => ({
        link: 'https://muster.example/join/one-time',
        expiresAt: new Date(NIGHT + 86_400_000).toISOString(),
      })),
    },
    invitations: {
      create: os.invitations.create.handler(({ input: { email, role } }) => ({
        id: 'invitation_01',
        email,
        role,
        person: null,
        state: 'open' as const,
        createdBy: 'bootstrap',
        createdAt: new Date(NIGHT).toISOString(),
        expiresAt: new Date(NIGHT + 7 * 86_400_000).toISOString(),
        link: 'https://muster.example/join/one-time',
      })),
    },
    signals: {
      dryRun: os.signals.dryRun.handler(() => ({
        signals: [{ summary: 'Disk full', severity: 'critical' }],
        from: [{ summary: 'title', severity: 'the default' }],
        problems: [],
      })),
    },
    status: {
      show: os.status.show.handler(() => ({
        version: '0.1.0',
        organisation: 'Example',
        openIncidents: 1,
        oldestOverdueMs: 0,
        inQuarantine: 0,
        checks: [
          {
            name: 'catch-all',
            ok: world.contact === 'delivered',
            says: world.contact === 'delivered' ? 'The catch-all has somebody.' : 'The catch-all is empty. Name somebody under catchAll.',
          },
        ],
      })),
    },
  }
}
