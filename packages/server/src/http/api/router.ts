// The contract's routes, each given its verb. What a verb refuses becomes the wire error the contract declares.
import { implement, ORPCError } from '@orpc/server'
import { api } from '@muster/contract/api.ts'
import { listAudit } from '../../verbs/account/audit-trail.ts'
import { createInvitation, listInvitations, revokeInvitation } from '../../verbs/account/invitations.ts'
import { changeRole, linkPerson, listMembers, removeMember } from '../../verbs/account/members.ts'
import { makeResetLink } from '../../verbs/account/reset.ts'
import { createOrganisation } from '../../verbs/account/organisations.ts'
import { createToken, listTokens, revokeToken } from '../../verbs/account/tokens.ts'
import { permit, Refused, type Caller } from '../../verbs/actor.ts'
import { answerQuestion } from '../../verbs/board/answer.ts'
import { decideOrder } from '../../verbs/board/decide-order.ts'
import { move } from '../../verbs/board/move.ts'
import { showBoard } from '../../verbs/board/show-board.ts'
import { apply, exportConfig, plan } from '../../verbs/config/apply.ts'
import { edit } from '../../verbs/config/edit.ts'
import { release } from '../../verbs/config/managed.ts'
import { listNames } from '../../verbs/config/names.ts'
import { listBrowsers, subscribe, unsubscribe } from '../../verbs/browser/browsers.ts'
import { testContact } from '../../verbs/contact/test-contact.ts'
import { addResponder, applyPolicy, reassign } from '../../verbs/incident/reassign.ts'
import { declare } from '../../verbs/incident/declare.ts'
import { look } from '../../verbs/incident/look.ts'
import { link, unlink } from '../../verbs/incident/link.ts'
import { mergeIncidents } from '../../verbs/incident/merge.ts'
import { letIn, setPrivacy, showCircle, shutOut } from '../../verbs/incident/privacy.ts'
import { respond } from '../../verbs/incident/respond.ts'
import { say as sayOnLog } from '../../verbs/incident/say.ts'
import { rotateKey } from '../../verbs/integration/rotate-key.ts'
import { sendTest } from '../../verbs/integration/send-test.ts'
import { showIntegration } from '../../verbs/integration/show-integration.ts'
import { editMe } from '../../verbs/person/edit-me.ts'
import { confirmMyCode, sendMyCode, showMe, testMine } from '../../verbs/person/me.ts'
import { listPeople, showPerson } from '../../verbs/person/people.ts'
import { previewHours } from '../../verbs/preview/hours.ts'
import { previewPolicy } from '../../verbs/preview/policy.ts'
import { previewSchedule } from '../../verbs/preview/schedule.ts'
import { recentChanges } from '../../verbs/read/changes.ts'
import { listAlerts, showAlert } from '../../verbs/read/alerts.ts'
import { incidentDeliveries } from '../../verbs/read/deliveries.ts'
import { showIncident } from '../../verbs/read/incident-detail.ts'
import { incidentAlerts, incidentLog, listIncidents } from '../../verbs/read/incidents.ts'
import { showNow } from '../../verbs/read/now.ts'
import { ask } from '../../verbs/communication/ask.ts'
import { showCommunication } from '../../verbs/communication/show-communication.ts'
import { showLoss } from '../../verbs/communication/show-loss.ts'
import { recordEntry } from '../../verbs/protocol/record-entry.ts'
import { listProtocols } from '../../verbs/protocol/list-protocols.ts'
import { listFollowUps } from '../../verbs/protocol/list-follow-ups.ts'
import { showBrief } from '../../verbs/protocol/show-brief.ts'
import { showKnown } from '../../verbs/protocol/show-known.ts'
import { showLimits } from '../../verbs/protocol/show-limits.ts'
import { showSpecialists } from '../../verbs/protocol/show-specialists.ts'
import { showLedger } from '../../verbs/pack/ledger.ts'
import { previewPack } from '../../verbs/pack/preview.ts'
import { goBack, publishPack } from '../../verbs/pack/publish.ts'
import { checkPack } from '../../verbs/pack/read-draft.ts'
import { listPacks, showPack } from '../../verbs/pack/show-packs.ts'
import { showProtocol } from '../../verbs/protocol/show-protocol.ts'
import { showReadings } from '../../verbs/reading/show-readings.ts'
import { tryQuery } from '../../verbs/reading/try-query.ts'
import { listIntegrations } from '../../verbs/read/integrations.ts'
import { onCall } from '../../verbs/read/on-call.ts'
import { listRisks } from '../../verbs/read/risks.ts'
import { listServices, showService } from '../../verbs/read/services.ts'
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
    board: {
      show: os.board.show.handler(({ input, context }) => showBoard(world, context.caller, input.from)),
      answer: os.board.answer.handler(({ input, context }) => answerQuestion(world, context.caller, input)),
      order: os.board.order.handler(({ input, context }) => decideOrder(world, context.caller, input)),
      move: os.board.move.handler(({ input, context }) => move(world, context.caller, input)),
    },
    now: { show: os.now.show.handler(({ input, context }) => showNow(world, context.caller, input)) },
    alerts: {
      list: os.alerts.list.handler(({ input, context }) => listAlerts(world, context.caller, input)),
      show: os.alerts.show.handler(({ input, context }) => showAlert(world, context.caller, input.id)),
    },
    onCall: { list: os.onCall.list.handler(({ input, context }) => onCall(world, context.caller, input.at)) },
    config: {
      export: os.config.export.handler(({ context }) => exportConfig(world, context.caller)),
      names: os.config.names.handler(({ context }) => listNames(world, context.caller)),
      protocols: os.config.protocols.handler(({ context }) => listProtocols(world, context.caller)),
      apply: os.config.apply.handler(({ input, context }) => apply(world, context.caller, input)),
      plan: os.config.plan.handler(({ input, context }) => plan(world, context.caller, input)),
      edit: os.config.edit.handler(({ input, context }) => edit(world, context.caller, input)),
      release: os.config.release.handler(({ context }) => release(world, context.caller)),
    },
    ...peopleRoutes(world),
    packs: packRoutes(world),
    silences: {
      list: os.silences.list.handler(({ context }) => listSilences(world, context.caller)),
      create: os.silences.create.handler(({ input, context }) => createSilence(world, context.caller, input)),
      end: os.silences.end.handler(({ input, context }) => endSilenceNow(world, context.caller, input.id)),
    },
    browsers: {
      list: os.browsers.list.handler(({ input, context }) => listBrowsers(world, context.caller, input)),
      subscribe: os.browsers.subscribe.handler(({ input, context }) => subscribe(world, context.caller, input)),
      unsubscribe: os.browsers.unsubscribe.handler(({ input, context }) => unsubscribe(world, context.caller, input)),
    },
    contacts: { test: os.contacts.test.handler(({ input, context }) => testContact(world, context.caller, input)) },
    followUps: { list: os.followUps.list.handler(({ input, context }) => listFollowUps(world, context.caller, input)) },
    changes: { list: os.changes.list.handler(({ input, context }) => recentChanges(world, context.caller, input)) },
    ...serviceRoutes(world),
    signals: { dryRun: os.signals.dryRun.handler(({ input, context }) => dryRun(world, context.caller, input)) },
    ...accountRoutes(world),
    status: { show: os.status.show.handler(({ context }) => status(world, context.caller, version)) },
  })
}

function peopleRoutes(world: World) {
  const { people, me, schedules, policies } = os
  return {
    people: {
      list: people.list.handler(({ input, context }) => listPeople(world, context.caller, input)),
      show: people.show.handler(({ input, context }) => showPerson(world, context.caller, input.person)),
    },
    me: {
      show: me.show.handler(({ context }) => showMe(world, context.caller)),
      edit: me.edit.handler(({ input, context }) => editMe(world, context.caller, input)),
      test: me.test.handler(({ input, context }) => testMine(world, context.caller, input.contact)),
      sendCode: me.sendCode.handler(({ input, context }) => sendMyCode(world, context.caller, input.contact)),
      confirmCode: me.confirmCode.handler(({ input, context }) => confirmMyCode(world, context.caller, input)),
    },
    hours: { preview: os.hours.preview.handler(({ input, context }) => previewHours(world, context.caller, input)) },
    schedules: { preview: schedules.preview.handler(({ input, context }) => previewSchedule(world, context.caller, input)) },
    policies: { preview: policies.preview.handler(({ input, context }) => previewPolicy(world, context.caller, input)) },
  }
}

function packRoutes(world: World) {
  const { packs } = os
  return {
    ledger: packs.ledger.handler(({ input, context }) => showLedger(world, context.caller, input)),
    list: packs.list.handler(({ context }) => listPacks(world, context.caller)),
    show: packs.show.handler(({ input, context }) => showPack(world, context.caller, input)),
    check: packs.check.handler(({ input, context }) => checkPack(world, context.caller, input)),
    preview: packs.preview.handler(({ input, context }) => previewPack(world, context.caller, input)),
    publish: packs.publish.handler(({ input, context }) => publishPack(world, context.caller, input)),
    goBack: packs.goBack.handler(({ input, context }) => goBack(world, context.caller, input)),
  }
}

function accountRoutes(world: World) {
  const { members, invitations, tokens } = os
  return {
    members: {
      list: members.list.handler(({ input, context }) => listMembers(world, context.caller, input)),
      changeRole: members.changeRole.handler(({ input, context }) => changeRole(world, context.caller, input)),
      linkPerson: members.linkPerson.handler(({ input, context }) => linkPerson(world, context.caller, input)),
      remove: members.remove.handler(({ input, context }) => removeMember(world, context.caller, input)),
      resetLink: members.resetLink.handler(({ input, context }) => makeResetLink(world, context.caller, input)),
    },
    invitations: {
      list: invitations.list.handler(({ input, context }) => listInvitations(world, context.caller, input)),
      create: invitations.create.handler(({ input, context }) => createInvitation(world, context.caller, input)),
      revoke: invitations.revoke.handler(({ input, context }) => revokeInvitation(world, context.caller, input)),
    },
    tokens: {
      list: tokens.list.handler(({ input, context }) => listTokens(world, context.caller, input)),
      create: tokens.create.handler(({ input, context }) => createToken(world, context.caller, input)),
      revoke: tokens.revoke.handler(({ input, context }) => revokeToken(world, context.caller, input)),
    },
    audit: { list: os.audit.list.handler(({ input, context }) => listAudit(world, context.caller, input)) },
    organisations: { create: os.organisations.create.handler(({ input, context }) => createOrganisation(world, context.caller, input)) },
  }
}

function serviceRoutes(world: World) {
  const { services, integrations } = os
  return {
    sources: { tryQuery: os.sources.tryQuery.handler(({ input, context }) => tryQuery(world, context.caller, input)) },
    services: {
      list: services.list.handler(({ input, context }) => listServices(world, context.caller, input)),
      risks: services.risks.handler(({ context }) => listRisks(world, context.caller)),
      show: services.show.handler(({ input, context }) => showService(world, context.caller, input.service)),
    },
    integrations: {
      list: integrations.list.handler(({ context }) => listIntegrations(world, context.caller)),
      show: integrations.show.handler(({ input, context }) => showIntegration(world, context.caller, input)),
      rotateKey: integrations.rotateKey.handler(({ input, context }) => rotateKey(world, context.caller, input)),
      sendTest: integrations.sendTest.handler(({ input, context }) => sendTest(world, context.caller, input)),
    },
  }
}

function incidentRoutes(world: World) {
  const { incidents } = os
  const say = (type: 'acknowledge' | 'resolve', caller: Caller, { id, as }: { id: string; as?: string | undefined }) =>
    respond(world, caller, { id, as, said: { type } })
  return {
    list: incidents.list.handler(({ input, context }) => listIncidents(world, context.caller, input)),
    show: incidents.show.handler(({ input, context }) => showIncident(world, context.caller, input.id)),
    log: incidents.log.handler(({ input, context }) => incidentLog(world, context.caller, input)),
    alerts: incidents.alerts.handler(({ input, context }) => incidentAlerts(world, context.caller, input)),
    why: incidents.why.handler(({ input, context }) => whyPaged(world, context.caller, input)),
    deliveries: incidents.deliveries.handler(({ input, context }) => incidentDeliveries(world, context.caller, input)),
    protocol: incidents.protocol.handler(({ input, context }) => showProtocol(world, context.caller, input.id)),
    readings: incidents.readings.handler(({ input, context }) => showReadings(world, context.caller, input.id)),
    brief: incidents.brief.handler(({ input, context }) => showBrief(world, context.caller, input)),
    specialists: incidents.specialists.handler(({ input, context }) => showSpecialists(world, context.caller, input.id)),
    here: incidents.here.handler(({ input, context }) => look(world, context.caller, input)),
    known: incidents.known.handler(({ input, context }) => showKnown(world, context.caller, input.id)),
    limits: incidents.limits.handler(({ input, context }) => showLimits(world, context.caller, input.id)),
    communication: incidents.communication.handler(({ input, context }) => showCommunication(world, context.caller, input.id)),
    loss: incidents.loss.handler(({ input, context }) => showLoss(world, context.caller, input.id)),
    ask: incidents.ask.handler(({ input, context }) => ask(world, context.caller, input)),
    link: incidents.link.handler(({ input, context }) => link(world, context.caller, input)),
    unlink: incidents.unlink.handler(({ input, context }) => unlink(world, context.caller, input)),
    merge: incidents.merge.handler(({ input, context }) => mergeIncidents(world, context.caller, input)),
    circle: incidents.circle.handler(({ input, context }) => showCircle(world, context.caller, input.id)),
    setPrivacy: incidents.setPrivacy.handler(({ input, context }) => setPrivacy(world, context.caller, input)),
    letIn: incidents.letIn.handler(({ input, context }) => letIn(world, context.caller, input)),
    shutOut: incidents.shutOut.handler(({ input, context }) => shutOut(world, context.caller, input)),
    record: incidents.record.handler(({ input, context }) => recordEntry(world, context.caller, input)),
    declare: incidents.declare.handler(({ input, context }) => declare(world, context.caller, input)),
    say: incidents.say.handler(({ input, context }) => sayOnLog(world, context.caller, input)),
    acknowledge: incidents.acknowledge.handler(({ input, context }) => say('acknowledge', context.caller, input)),
    escalate: incidents.escalate.handler(({ input: { id, as, step = null }, context }) =>
      respond(world, context.caller, { id, as, said: { type: 'escalate', step } }),
    ),
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
