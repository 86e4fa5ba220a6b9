// The contract's routes, each given its verb. What a verb refuses becomes the wire error the contract declares.
import { implement, ORPCError } from '@orpc/server'
import { api } from '@muster/contract/api.ts'
import { permit, Refused, type Caller } from '../../verbs/actor.ts'
import { apply, exportConfig, plan } from '../../verbs/config/apply.ts'
import { testContact } from '../../verbs/contact/test-contact.ts'
import { addResponder, applyPolicy, reassign } from '../../verbs/incident/reassign.ts'
import { respond } from '../../verbs/incident/respond.ts'
import { recentChanges } from '../../verbs/read/changes.ts'
import { incidentAlerts, incidentLog, listIncidents, showIncident } from '../../verbs/read/incidents.ts'
import { listIntegrations } from '../../verbs/read/integrations.ts'
import { onCall } from '../../verbs/read/on-call.ts'
import { status } from '../../verbs/read/status.ts'
import { whyPaged } from '../../verbs/read/why.ts'
import { dryRun } from '../../verbs/signal/dry-run.ts'
import { createSilence, endSilenceNow, listSilences } from '../../verbs/silence/silences.ts'
import type { World } from '../../world.ts'

export type ApiContext = { caller: Caller }

const os = implement(api)
  .$context<ApiContext>()
  .use(async ({ next, context, procedure }) => {
    try {
      // Before the input is looked at: who may not do a thing is not told how to ask for it.
      const { action } = procedure['~orpc'].meta
      if (action === null) throw new Error('A route of the contract has no action, so nobody may use it')
      permit(context.caller, action)
      return await next()
    } catch (error) {
      throw wireError(error)
    }
  })

export function createRouter(world: World, version: string) {
  return os.router({
    incidents: incidentRoutes(world),
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
    integrations: { list: os.integrations.list.handler(({ context }) => listIntegrations(world, context.caller)) },
    signals: { dryRun: os.signals.dryRun.handler(({ input, context }) => dryRun(world, context.caller, input)) },
    status: { show: os.status.show.handler(({ context }) => status(world, context.caller, version)) },
  })
}

function incidentRoutes(world: World) {
  const { incidents } = os
  const say = (type: 'acknowledge' | 'escalate' | 'resolve', caller: Caller, { id, as }: { id: string; as?: string | undefined }) =>
    respond(world, caller, { id, as, said: { type } })
  return {
    list: incidents.list.handler(({ input, context }) => listIncidents(world, context.caller, input)),
    show: incidents.show.handler(({ input, context }) => showIncident(world, context.caller, input.id)),
    log: incidents.log.handler(({ input, context }) => incidentLog(world, context.caller, input)),
    alerts: incidents.alerts.handler(({ input, context }) => incidentAlerts(world, context.caller, input)),
    why: incidents.why.handler(({ input, context }) => whyPaged(world, context.caller, input)),
    acknowledge: incidents.acknowledge.handler(({ input, context }) => say('acknowledge', context.caller, input)),
    escalate: incidents.escalate.handler(({ input, context }) => say('escalate', context.caller, input)),
    resolve: incidents.resolve.handler(({ input, context }) => say('resolve', context.caller, input)),
    snooze: incidents.snooze.handler(({ input: { id, as, minutes }, context }) =>
      respond(world, context.caller, { id, as, said: { type: 'snooze', minutes } }),
    ),
    reassign: incidents.reassign.handler(({ input, context }) => reassign(world, context.caller, input)),
    addResponder: incidents.addResponder.handler(({ input, context }) => addResponder(world, context.caller, input)),
    applyPolicy: incidents.applyPolicy.handler(({ input, context }) => applyPolicy(world, context.caller, input)),
  }
}

const statuses = { FORBIDDEN: 403, NOT_FOUND: 404, CONFLICT: 409, INVALID: 422 } as const

export function wireError(error: unknown): unknown {
  if (!(error instanceof Refused)) return error
  const data = error.code === 'INVALID' ? { faults: error.faults } : { reason: error.reason, hint: error.hint }
  return new ORPCError(error.code, { defined: true, status: statuses[error.code], message: error.hint, data })
}
