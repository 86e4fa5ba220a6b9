// Somebody puts something on the log by the protocol: a hat taken, an update, a step, a decision, a deviation, a correction.
import type { ProtocolView } from '@muster/contract/protocol.ts'
import type { ProtocolEntry } from '@muster/contract/protocol-entry.ts'
import { pages } from '@muster/core/incident/severity.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import { packetText } from '@muster/core/protocol/packet.ts'
import { mayDo } from '@muster/core/protocol/may.ts'
import { heldBack } from '@muster/core/protocol/read.ts'
import { MINUTE, type Severity, type UserId } from '@muster/core/vocabulary.ts'
import { callBridge } from '../../store/bridge.ts'
import { dropFile } from '../../store/files.ts'
import { change, nextSeq, record } from '../../store/held.ts'
import { callRole, stopCalling } from '../../store/roles.ts'
import { sendUpdate } from '../../store/updates.ts'
import { wake } from '../../store/waking.ts'
import type { World } from '../../world.ts'
import { Refused, type Caller } from '../actor.ts'
import { changeIncident, refusal, type Acting } from '../incident/change-incident.ts'
import { personNamed } from '../read/find.ts'
import { refuseClose } from './refuse-close.ts'
import { checkNames } from './check-names.ts'
import { refuseStaleRole } from './refuse-stale-role.ts'
import { invalid } from './invalid.ts'
import { answerWith, takeBackWith } from '../communication/answers.ts'
import { promise, promiseAnew } from '../communication/promise.ts'
import { holderOf, rolesOf } from './show-limits.ts'
import { see, showProtocol, type Seen } from './show-protocol.ts'
import { minutesFor } from './show-specialists.ts'
import { writtenReading } from './written-reading.ts'

type Recording = { id: string; as?: string | undefined; entry: ProtocolEntry }

/** What comes back mostly comes back within a day. */
const WATCH = 24 * 60 * MINUTE

export async function recordEntry(world: World, caller: Caller, { id, as, entry }: Recording): Promise<ProtocolView> {
  await changeIncident(world, caller, { id, as, action: 'incident.record', detail: { type: entry.type } }, async (acting) => {
    const seen = await see(world, acting.tx, caller, acting.held.incident.id)
    const observedAt = observedAtOf(entry, seen)
    checkNames(entry, seen)
    refuseStaleRole(entry, seen)
    refuseWhatIsHeld(entry, seen)
    refuseWhatIsNotTheirs(entry, acting, seen)
    refuseWhenOver(entry, acting)
    refuseClose(entry, seen)
    if (entry.type === 'severity.changed') changeSeverity(world, acting, { to: entry.to, pack: seen.pack })
    const place = nextSeq(acting.held)
    // What is written down afterwards rings nobody.
    if (entry.type === 'ask.sent' && observedAt === null)
      callRole(acting.held, callingFor(world, acting, seen), { ...entry, by: acting.by })
    else if (entry.type === 'promise.made')
      await promiseAnew(acting, {
        audience: entry.audience,
        minutes: entry.nextMinutes,
        observedAt,
        name: nameIn(seen.pack, entry) ?? entry.audience,
      })
    else
      record(acting.held, entry.type, acting.moment.now, {
        ...writtenOf(entry, { acting, seen, observedAt }),
        ...(await sent(entry, acting)),
      })
    if (entry.type === 'packet.sent' && observedAt === null) callSpecialist(world, acting, { seen, packet: entry })
    if (entry.type === 'role.taken' || entry.type === 'ask.accepted' || entry.type === 'role.released')
      stopCalling(acting.held, { role: entry.role, by: acting.by, moment: acting.moment, holder: whoOf(entry, acting) })
    if (entry.type === 'watch.started' || entry.type === 'watch.ended')
      change(acting.held, { ...acting.held.incident, watchedUntil: entry.type === 'watch.started' ? acting.moment.now + WATCH : null })
    // Whoever works by the protocol is reminded by it; before that nobody asked for it. A graver class or another column may call more people.
    acting.held.readAgainAt = acting.moment.now
    if (entry.type === 'update.sent' && entry.nextMinutes !== undefined)
      promise(acting, { audience: entry.audience, minutes: entry.nextMinutes, name: nameIn(seen.pack, entry) ?? entry.audience })
    if (entry.type === 'update.sent') answerWith(acting, seen.facts, { update: place, questions: entry.answers ?? [], observedAt })
    if (entry.type === 'entry.withdrawn') {
      takeBackWith(acting, seen.facts, entry)
      await dropFile(acting.tx, acting.held.incident.id, entry.seq)
    }
  })
  return showProtocol(world, caller, id)
}

/** What is written down afterwards was said already. */
async function sent(entry: ProtocolEntry, { tx, held, config, moment }: Acting): Promise<{ people?: readonly UserId[] }> {
  if (entry.type !== 'update.sent' || entry.observedAt !== undefined) return {}
  const people = await sendUpdate(tx, held, config, { audience: entry.audience, text: entry.text, moment })
  return people.length === 0 ? {} : { people }
}

type Writing = { acting: Acting; seen: Seen; observedAt: number | null }

/** With the names that people know things by, so that the log reads by itself whatever becomes of the pack. */
function writtenOf(entry: ProtocolEntry, { acting, seen, observedAt }: Writing): object {
  const { pack, incident, facts } = seen
  const { type: _type, observedAt: _given, ...body } = entry
  const who = whoOf(entry, acting)
  const name = nameIn(pack, entry)
  const specialist = entry.type === 'packet.sent' ? pack.specialists.find(({ id }) => id === entry.about) : undefined
  return {
    by: acting.by,
    ...body,
    // What whoever wrote it believed is no part of what happened.
    ...((entry.type === 'role.taken' || entry.type === 'role.released') && { from: undefined }),
    ...(entry.type === 'degradation.accepted' && entry.until !== undefined && { until: Date.parse(entry.until) }),
    ...(name !== null && { name }),
    ...(specialist !== undefined && entry.type === 'packet.sent' && { name: specialist.name, text: packetText(specialist, entry.answers) }),
    ...((entry.type === 'reading.changed' || entry.type === 'reading.set-aside') && writtenReading(entry, seen)),
    ...(entry.type === 'source.conflict' && { conflict: nextSeq(acting.held) }),
    ...(entry.type === 'question.answered' && { asked: facts.bySeq.get(entry.question)?.body['text'] }),
    ...(who !== null && { who, person: undefined }),
    ...(observedAt !== null && { observedAt }),
    ...(entry.type === 'severity.changed' && {
      from: incident.severity,
      fromLabel: pack.labels[incident.severity].label,
      toLabel: pack.labels[entry.to].label,
    }),
  }
}

function nameIn(pack: Pack, entry: ProtocolEntry): string | null {
  const among = (list: readonly { id: string; name: string }[], wanted: string) => list.find(({ id }) => id === wanted)?.name ?? null
  if ('role' in entry) return among(pack.roles, entry.role)
  if ('audience' in entry) return among(pack.audiences, entry.audience)
  if (entry.type === 'deviation.invoked' || entry.type === 'deviation.recorded') return among(pack.deviations, entry.deviation)
  if (entry.type === 'column.chosen') return among(pack.columns, entry.column)
  return entry.type === 'phase.entered' ? among(pack.phases, entry.phase) : null
}

type Sending = { seen: Seen; packet: Extract<ProtocolEntry, { type: 'packet.sent' }> }

/** Their group's on-call is rung with it, and whoever comes after them in the chain. */
function callSpecialist(world: World, acting: Acting, { seen, packet }: Sending): void {
  const specialist = seen.pack.specialists.find(({ id }) => id === packet.about)
  if (specialist === undefined) return
  const { role, chain } = specialist
  const minutes = minutesFor(seen, specialist) ?? 30
  const next = chain.filter((one) => one !== role)
  callRole(acting.held, callingFor(world, acting, seen), {
    role,
    text: packetText(specialist, packet.answers),
    by: acting.by,
    minutes,
    next,
  })
}

const callingFor = (world: World, { config, moment }: Acting, { pack }: Seen) => ({ config, moment, pack, ids: world.ids })

/** What was said in passing, and is put under its right name later, was known when it was said. */
const TOLD_ALREADY: ReadonlySet<string> = new Set(['finding.noted', 'hypothesis.stated', 'impact.noted', 'decision.made', 'evidence.added'])

/** What it says happened lies between the opening and now. */
function observedAtOf({ type, observedAt, madeFrom }: ProtocolEntry, { incident, facts, now }: Seen): number | null {
  if (observedAt === undefined) {
    const told = madeFrom === undefined || !TOLD_ALREADY.has(type) ? undefined : facts.bySeq.get(madeFrom)
    return told?.observedAt ?? null
  }
  const at = Date.parse(observedAt)
  if (at > now) throw invalid('observedAt', 'That has not happened yet: give a time up to now.')
  if (at < incident.openedAt) throw invalid('observedAt', 'That was before the incident began: say it without a time.')
  return at
}

/** Whom an entry is about; null when it is about nobody. A hat is worn by a person, not by a token. */
function whoOf(entry: ProtocolEntry, { config, by }: Acting): string | null {
  if (entry.type !== 'role.taken' && entry.type !== 'ask.accepted') return null
  if (entry.person !== undefined) return personNamed(config, entry.person).id
  if (by.type === 'user') return by.id
  throw invalid('entry.person', 'Say who: this account is none of the people of the organisation.')
}

const ACTIONS: Readonly<Partial<Record<ProtocolEntry['type'], string>>> = {
  'run.started': 'run.start',
  'run.step': 'run.step',
  'change.made': 'change.make',
}

function refuseWhatIsHeld(entry: ProtocolEntry, { reading }: Seen): void {
  const action = ACTIONS[entry.type]
  // What was done is written down all the same when it went wrong, or was left out.
  if (action === undefined || (entry.type === 'run.step' && entry.outcome !== 'done')) return
  const rule = heldBack(reading, action)
  if (rule !== null) throw new Refused('CONFLICT', { reason: 'held-back', hint: `${rule.says} ${rule.instead}` })
}

/** What was done is written down afterwards, whoever did it; done now, it is for those who may. */
function refuseWhatIsNotTheirs(entry: ProtocolEntry, { by }: Acting, seen: Seen): void {
  if ((entry.type !== 'change.made' && entry.type !== 'workaround.applied') || entry.observedAt !== undefined) return
  const capability = seen.pack.capabilities.find(({ id }) => id === entry.action)
  if (capability === undefined || mayDo(capability, rolesOf(seen, by.type === 'user' ? by.id : null))) return
  const { name, people } = holderOf(seen, capability.holder)
  const ask = `${name}${people.length === 0 ? '' : ` (${people.join(', ')})`} may: ask them, and give them ten minutes.`
  const meanwhile = capability.instead.length === 0 ? '' : ` Meanwhile: ${capability.instead.join('; ')}.`
  throw new Refused('CONFLICT', { reason: 'not-permitted', hint: `This is not yours to do: ${capability.name}. ${ask}${meanwhile}` })
}

/** Nobody can answer a page of an incident that is over. */
function refuseWhenOver(entry: ProtocolEntry, { held }: Acting): void {
  const isCall = (entry.type === 'ask.sent' || entry.type === 'packet.sent') && entry.observedAt === undefined
  if (isCall && held.incident.status === 'resolved') throw refusal('already-resolved')
}

/** A graver class pages at once; one that would not page stops nobody who is under way. */
function changeSeverity(world: World, { held, config, moment }: Acting, { to, pack }: { to: Severity; pack: Pack }): void {
  const before = held.incident
  if (before.severity === to) throw invalid('entry.to', 'It has this severity already.')
  change(held, { ...before, severity: to })
  callBridge(held, config, pack)
  const service = config.services.get(before.serviceId)
  const policy = service === undefined ? undefined : config.policies.get(service.policyId)
  if (before.status === 'resolved' || pages(before.severity) || !pages(to) || service === undefined || policy === undefined) return
  wake(held, { config, service, policy, label: pack.labels[to].label, newPageId: () => world.ids('page') }, moment)
}
