// The contract's routes, each given its verb. What a verb refuses becomes the wire error the contract declares.
import { implement, ORPCError } from '@orpc/server'
import { api } from '@muster/contract/api.ts'
import type { Actor } from '@muster/core/page/page.ts'
import type { IncidentCommand } from '@muster/core/incident/handle.ts'
import { MINUTE, type IncidentId } from '@muster/core/vocabulary.ts'
import { Refused, type Caller } from '../../verbs/actor.ts'
import { apply, exportConfig, plan } from '../../verbs/config/apply.ts'
import { testContact } from '../../verbs/contact/test-contact.ts'
import { addResponder, applyPolicy, reassign } from '../../verbs/incident/reassign.ts'
import { respond } from '../../verbs/incident/respond.ts'
import { recentChanges } from '../../verbs/read/changes.ts'
import { personNamed } from '../../verbs/read/find.ts'
import { incidentAlerts, incidentLog, listIncidents, showIncident } from '../../verbs/read/incidents.ts'
import { onCall } from '../../verbs/read/on-call.ts'
import { status } from '../../verbs/read/status.ts'
import { whyPaged } from '../../verbs/read/why.ts'
import { dryRun } from '../../verbs/signal/dry-run.ts'
import { createSilence, endSilenceNow, listSilences } from '../../verbs/silence/silences.ts'
import type { World } from '../../world.ts'

export type ApiContext = { caller: Caller }

export function createRouter(world: World, version: string) {
  const os = implement(api)
    .$context<ApiContext>()
    .use(async ({ next }) => {
      try {
        return await next()
      } catch (error) {
        throw wireError(error)
      }
    })

  const actorFor = async (caller: Caller, as: string | undefined): Promise<Actor> => {
    if (as === undefined) return caller.actor
    const person = await world.db.app(caller.orgId, async (tx) => personNamed(await world.configs.of(tx, caller.orgId), as))
    return { type: 'user', id: person.id, name: person.name }
  }
  const shown = async (caller: Caller, id: IncidentId) => showIncident(world, { ...caller, scopes: [...caller.scopes, 'read'] }, id)
  const say = async (caller: Caller, input: { id: string; as?: string }, command: (by: Actor) => IncidentCommand) => {
    const by = await actorFor(caller, input.as)
    return shown(caller, await respond(world, caller, { id: input.id, command: command(by) }))
  }
  const policyId = async (caller: Caller, slug: string) =>
    world.db.app(caller.orgId, async (tx) => {
      const { rows } = await tx.query<{ id: string }>('select id from policies where slug = $1', [slug])
      if (rows[0] === undefined) throw new Refused('NOT_FOUND', { reason: 'no-such-policy', hint: `There is no policy "${slug}".` })
      return rows[0].id
    })

  return os.router({
    incidents: {
      list: os.incidents.list.handler(({ input, context }) => listIncidents(world, context.caller, input)),
      show: os.incidents.show.handler(({ input, context }) => showIncident(world, context.caller, input.id)),
      log: os.incidents.log.handler(({ input, context }) => incidentLog(world, context.caller, input)),
      alerts: os.incidents.alerts.handler(({ input, context }) => incidentAlerts(world, context.caller, input)),
      why: os.incidents.why.handler(({ input, context }) => whyPaged(world, context.caller, input)),
      acknowledge: os.incidents.acknowledge.handler(({ input, context }) =>
        say(context.caller, input, (by) => ({ type: 'acknowledge', by, pageId: null })),
      ),
      escalate: os.incidents.escalate.handler(({ input, context }) =>
        say(context.caller, input, (by) => ({ type: 'escalate', by, pageId: null })),
      ),
      resolve: os.incidents.resolve.handler(({ input, context }) =>
        say(context.caller, input, (by) => ({ type: 'resolve', by, why: 'by-hand' })),
      ),
      snooze: os.incidents.snooze.handler(({ input, context }) =>
        say(context.caller, input, (by) => ({ type: 'snooze', by, until: world.clock.now() + input.minutes * MINUTE, pageId: null })),
      ),
      reassign: os.incidents.reassign.handler(async ({ input, context: { caller } }) => {
        const by = await actorFor(caller, input.as)
        const to = await reassignTo(caller, input)
        return shown(caller, await reassign(world, caller, { id: input.id, by, to }))
      }),
      addResponder: os.incidents.addResponder.handler(async ({ input, context: { caller } }) => {
        const by = await actorFor(caller, input.as)
        const userId = await userNamed(caller, input.person)
        return shown(caller, await addResponder(world, caller, { id: input.id, by, userId }))
      }),
      applyPolicy: os.incidents.applyPolicy.handler(async ({ input, context: { caller } }) =>
        shown(caller, await applyPolicy(world, caller, { id: input.id, by: await actorFor(caller, input.as) })),
      ),
    },
    onCall: { list: os.onCall.list.handler(({ input, context }) => onCall(world, context.caller, input.at)) },
    config: {
      export: os.config.export.handler(({ context }) => exportConfig(world, context.caller)),
      apply: os.config.apply.handler(({ input, context }) => apply(world, context.caller, input)),
      plan: os.config.plan.handler(({ input, context }) => plan(world, context.caller, input)),
    },
    silences: {
      list: os.silences.list.handler(({ context }) => listSilences(world, context.caller)),
      create: os.silences.create.handler(({ input, context }) => createSilence(world, context.caller, input)),
      end: os.silences.end.handler(({ input, context }) => endSilenceNow(world, context.caller, input.id)),
    },
    contacts: { test: os.contacts.test.handler(({ input, context }) => testContact(world, context.caller, input)) },
    changes: { list: os.changes.list.handler(({ input, context }) => recentChanges(world, context.caller, input)) },
    signals: { dryRun: os.signals.dryRun.handler(({ input, context }) => dryRun(world, context.caller, input)) },
    status: { show: os.status.show.handler(({ context }) => status(world, context.caller, version)) },
  })

  async function userNamed(caller: Caller, slug: string) {
    return (await world.db.app(caller.orgId, async (tx) => personNamed(await world.configs.of(tx, caller.orgId), slug))).id
  }

  async function reassignTo(caller: Caller, input: { policy?: string; person?: string }) {
    if (input.policy !== undefined && input.person === undefined) return { policyId: await policyId(caller, input.policy) }
    if (input.person !== undefined && input.policy === undefined) return { userId: await userNamed(caller, input.person) }
    throw new Refused('INVALID', {
      reason: 'policy-or-person',
      hint: 'Name one.',
      faults: [{ at: 'policy', says: 'Name either a policy or a person.' }],
    })
  }
}

const statuses = { FORBIDDEN: 403, NOT_FOUND: 404, CONFLICT: 409, INVALID: 422 } as const

function wireError(error: unknown): unknown {
  if (!(error instanceof Refused)) return error
  const data = error.code === 'INVALID' ? { faults: error.faults } : { reason: error.reason, hint: error.hint }
  return new ORPCError(error.code, { defined: true, status: statuses[error.code], message: error.hint, data })
}
