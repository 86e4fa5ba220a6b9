// Deadlines of the protocol that have passed: each stands on the log once, and whoever owes it, or must hear of it, is told.
import { sayableFrom } from '@muster/core/hours/waking.ts'
import { comesBackUntil } from '@muster/core/incident/route.ts'
import { pages } from '@muster/core/incident/severity.ts'
import { rosterAt } from '@muster/core/page/directory.ts'
import { askedFor, hadBefore } from '@muster/core/protocol/calls.ts'
import type { Facts } from '@muster/core/protocol/facts.ts'
import { TAKEN, type Deadline } from '@muster/core/protocol/owed.ts'
import { read, type Reading } from '@muster/core/protocol/read.ts'
import { DAY, type Instant, type UserId } from '@muster/core/vocabulary.ts'
import { followUmbrella } from '../../store/command.ts'
import type { Tx } from '../../store/db.ts'
import { record, type Held } from '../../store/held.ts'
import { hoursOf, type OrgConfig } from '../../store/org-config.ts'
import { dropRow } from '../../store/protocol-row.ts'
import { callAtOnce, callRole, type Calling } from '../../store/roles.ts'
import type { World } from '../../world.ts'
import type { Firing } from './fire-timers.ts'

/** Named in one message; a phone at night shows no more. */
const NAMED = 2

export async function fireProtocolTimer(world: World, tx: Tx, { timer, held, now, configOf }: Firing): Promise<void> {
  const one = timer.incidentId === null ? undefined : held.get(timer.incidentId)
  if (one === undefined) return dropRow(tx, timer)
  one.readAs = timer
  const config = await configOf(timer.orgId)
  const pack = world.packs.of(config, one.incident)
  const moment = { now, roster: rosterAt(config.directory, now) }
  await followUmbrella(tx, one, { facts: world.facts, pack, moment, all: held })
  // What was just handed down is read the next time.
  if (one.readAgainAt !== null) return
  const facts = await world.facts.of(tx, one.incident.id)
  const reading = read(pack, facts, now)
  if (reading === null) return drop(tx, one, timer)
  const deadlines = reading.deadlines.filter(({ act }) => act !== 'page' || mayRing(one, config))
  const due = deadlines.filter(({ at }) => at <= now)
  const sayable = sayableAt(one, config, now)
  // What is overdue is so on every screen; whoever owes it is told at work.
  if (due.length > 0 && sayable > now) {
    one.readAgainAt = sayable
    return
  }
  const told = due.map((deadline) => ({ deadline, who: whoHears(reading, config, deadline), says: saysOf(reading, deadline) }))
  for (const { deadline, who, says } of told)
    record(one, TAKEN[deadline.act], now, {
      duty: deadline.key,
      role: deadline.role,
      after: deadline.after,
      dueAt: deadline.dueAt,
      says,
      ...(who !== null && { who }),
    })
  const calling = { config, pack, moment, ids: world.ids }
  for (const { deadline, who, says } of told)
    if (who === null && deadline.act === 'page') {
      const { role } = deadline
      callRole(one, calling, { role, text: says, by: { type: 'system' }, hadIt: hadBefore(facts, role) })
    }
  callBeside(one, calling, { reading, facts })
  for (const [who, theirs] of Map.groupBy(told, ({ who: person }) => person))
    if (who !== null)
      tell(one, config, { who, says: theirs.map(({ says }) => says), isDue: theirs.some(({ deadline }) => deadline.dueAt <= now) })
  const next = deadlines.find(({ at }) => at > now)?.at ?? idleUntil(one, now)
  // A call that was just made is owed an answer, which the next reading sees.
  if (one.readAgainAt !== null) return
  if (next === null) return drop(tx, one, timer)
  one.readAgainAt = next
}

/** The row stays while something may begin a clock anew, and says that somebody works by the protocol; null: it is over for good. */
function idleUntil({ incident }: Held, now: Instant): Instant | null {
  if (incident.resolvedAt === null) return now + DAY
  const until = comesBackUntil(incident.resolvedAt, incident.watchedUntil)
  return until < now ? null : until + 1
}

/** What is minor is said in working time, where somebody has said when that is. */
const sayableAt = (one: Held, config: OrgConfig, now: Instant): Instant =>
  pages(one.incident.severity) ? now : sayableFrom(hoursFor(one, config), now)

/** Where nobody has said when the team works, what is minor is on the screen and rings nobody. */
const mayRing = (one: Held, config: OrgConfig): boolean => pages(one.incident.severity) || hoursFor(one, config) !== null

function hoursFor({ incident }: Held, config: OrgConfig): OrgConfig['hours'] {
  const service = config.services.get(incident.serviceId)
  return service === undefined ? config.hours : hoursOf(config, service)
}

/** Whom its class and its column call by now, and whom nobody has called or is. */
function callBeside(one: Held, calling: Calling, { reading, facts }: { reading: Reading; facts: Facts }): void {
  const { incident } = one
  const service = calling.config.services.get(incident.serviceId)
  if (service === undefined || incident.status === 'resolved' || !pages(incident.severity)) return
  const taken = Object.keys(reading.roles).filter((role) => holderOf(reading, calling.config, role) !== null)
  const called = one.pages.flatMap(({ asked, state }) =>
    asked === undefined || state === 'ended' || state === 'exhausted' ? [] : [asked.role],
  )
  callAtOnce(one, calling, {
    service,
    column: reading.column?.id,
    without: [...taken, ...askedFor(facts), ...called],
    hadBefore: (role) => hadBefore(facts, role),
  })
}

const owedBy = ({ obligations }: Reading, key: string) => obligations.find((one) => one.key === key)
const saysOf = (reading: Reading, { key }: Deadline): string => owedBy(reading, key)?.says ?? key

/** Null when nobody holds the role: then whoever is on call for it is called, where the step asks for that. */
function whoHears(reading: Reading, config: OrgConfig, { role, key }: Deadline): string | null {
  return role === 'owner' ? (owedBy(reading, key)?.owner.who ?? null) : holderOf(reading, config, role)
}

/** Somebody who has left holds nothing. */
function holderOf(reading: Reading, { directory }: OrgConfig, role: string): string | null {
  const who = reading.roles[role] ?? null
  return who !== null && directory.people.get(who as UserId)?.disabled === true ? null : who
}

type Telling = { who: string; says: readonly string[]; isDue: boolean }

/** By the first way that rings them. */
function tell(held: Held, { directory }: OrgConfig, { who, says, isDue }: Telling): void {
  const person = directory.people.get(who as UserId)
  const rule = person?.disabled === false ? person.rules[0] : undefined
  if (person === undefined || rule === undefined) return
  const more = says.length > NAMED ? ` And ${says.length - NAMED} more.` : ''
  const text = `${isDue ? 'Overdue' : 'Due in a moment'}: ${says.slice(0, NAMED).join(' ')}${more}`.replace(/\.$/, '')
  held.reminders.push({ reason: 'owed', userId: person.id, contactId: rule.contactId, channel: rule.channel, text })
}

async function drop(tx: Tx, one: Held, timer: Firing['timer']): Promise<void> {
  await dropRow(tx, timer)
  one.readAs = null
}
